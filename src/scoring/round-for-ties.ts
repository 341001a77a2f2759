/** Digits to which two scores have to agree to be equal: float noise breaks no tie. */
const TIE_DIGITS = 12;

/**
 * Twice the relative distance within which scores may be equal after rounding to 12 digits: half a
 * unit of the last digit is at most 5e-12 of the number.
 */
const TIE_MARGIN = 1e-11;

/**
 * Rounds a score to 12 significant digits, the precision at which scores are compared.
 * A score of -0 becomes 0, so that the two are one tie.
 */
export function roundForTies(score: number): number {
  return Number(score.toPrecision(TIE_DIGITS)) + 0;
}

/**
 * Whether a score may be as high as one that is rounded, once it is rounded itself. False is
 * certain; it saves the rounding, which takes longer than most of what is done with it.
 */
export function mayReach(score: number, rounded: number): boolean {
  return score >= rounded - Math.abs(rounded) * TIE_MARGIN;
}
