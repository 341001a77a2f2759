/** More would take hours for a few thousand items, and narrow no interval. */
const MOST_RESAMPLES = 1_000_000;

/** Says what is wrong with a bootstrap's seed or number of resamples; null if nothing is. */
export function findBootstrapProblem(seed: number, resamples: number): string | null {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    return `The seed is ${seed}: it has to be a whole number from 0 to 2^53 - 1.`;
  }
  if (!Number.isInteger(resamples) || resamples < 1 || resamples > MOST_RESAMPLES) {
    return `The number of resamples is ${resamples}: it has to be a whole number from 1 to ${MOST_RESAMPLES}; 1000 is usual.`;
  }
  return null;
}
