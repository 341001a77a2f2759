import { denseRanks } from './dense-ranks.ts';
import { doubledMidRanks } from './doubled-mid-ranks.ts';

/**
 * The mid-rank of each value: 1 for the smallest, n for the largest, and for equal values the
 * mean of the ranks they fill together. -0 equals 0. The ranks always add up to n * (n + 1) / 2.
 * O(n).
 *
 * @param values n numbers, none of them NaN
 * @returns n ranks, in the order of the values
 *
 * Source: Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945.
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const { ranks, levels } = denseRanks(Float64Array.from(values));
  const counts = new Int32Array(levels);
  for (const rank of ranks) counts[rank] = counts[rank]! + 1;
  const doubled = new Float64Array(levels);
  doubledMidRanks(counts, doubled);
  return Float64Array.from(ranks, (rank) => doubled[rank]! / 2);
}
