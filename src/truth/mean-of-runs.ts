/** Digits to which means are kept: equal means of other runs are equal, and no float noise parts them. */
const DIGITS = 12;

/**
 * The mean of the measurements of one candidate, to 12 significant digits. It does not depend on
 * their order, and does not overflow.
 *
 * @param runs at least one; of finite numbers. A single one is given back as it is
 */
export function meanOfRuns(runs: readonly number[]): number {
  const [only] = runs;
  if (runs.length === 1 && only !== undefined) return only;
  const sorted = runs.toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, run) => sum + run / runs.length, 0);
  // Rounding may put the mean of the largest numbers beyond them, and so beyond all numbers.
  if (!Number.isFinite(mean)) return Math.sign(mean) * Number.MAX_VALUE;
  return Number(mean.toPrecision(DIGITS)) + 0;
}
