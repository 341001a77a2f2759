/** Digits to which two scores have to agree to be equal: float noise breaks no tie. */
const TIE_DIGITS = 12;

/**
 * Rounds a score to 12 significant digits, the precision at which scores are compared.
 * A score of -0 becomes 0, so that the two are one tie.
 */
export function roundForTies(score: number): number {
  return Number(score.toPrecision(TIE_DIGITS)) + 0;
}
