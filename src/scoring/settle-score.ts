/** Relative precision to which a capacity is meant: twelve significant digits. */
const PRECISION = 1e-12;

/**
 * A score without the digits that its own terms cannot carry. Where terms cancel, the rounding
 * error of the terms is larger than twelve digits of what is left, and would rank candidates that
 * are equal: `2 * attention - feedForward` of models with `feedForward = 2 * attention` is 0 and
 * some 1e-16.
 *
 * @param score the sum
 * @param magnitude how far the score moves when every term of it moves by itself: the sum of the
 *   absolute terms
 * @returns 0 where the score is below 1e-12 of the magnitude; the score rounded to the digits
 *   that are above it where it is less than a tenth of the magnitude; else the score as it is
 */
export function settleScore(score: number, magnitude: number): number {
  if (!Number.isFinite(score) || !Number.isFinite(magnitude)) return score;
  const size = Math.abs(score);
  if (size <= PRECISION * magnitude) return 0;
  const lost = Math.floor(Math.log10(magnitude / size));
  return lost < 1 ? score : Number(score.toPrecision(12 - lost));
}

/** The relative change of a capacity by which the magnitude of a formula is found. */
const STEP = 2 ** -20;

/**
 * The magnitude of a function of several capacities, for {@link settleScore}: the sum over them
 * of `|c df/dc|`, by differences. Of a linear function it is the sum of the absolute terms.
 *
 * @param evaluate the function of the capacities, each times its own factor
 */
export function magnitudeOf(
  evaluate: (attention: number, feedForward: number, embedding: number) => number,
): number {
  const score = evaluate(1, 1, 1);
  const moved = 1 + STEP;
  return [evaluate(moved, 1, 1), evaluate(1, moved, 1), evaluate(1, 1, moved)].reduce(
    (sum, value) => sum + Math.abs(value - score) / STEP,
    0,
  );
}
