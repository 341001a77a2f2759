import type { PairCounts } from './count-pairs.ts';

/**
 * The concordant less the discordant pairs of a sample: those that x and y put in the same order,
 * less those that they put in opposite orders. A pair tied in x or y is neither.
 */
export function netConcordance(counts: PairCounts): number {
  const { total, xTied, yTied, bothTied, discordant } = counts;
  return total - xTied - yTied + bothTied - 2 * discordant;
}
