import { denseRanks } from './dense-ranks.ts';

/**
 * For each item the probability that it is among the k highest if ties are broken by chance: 1
 * above the boundary, 0 below it, and where items are tied at the boundary the share of them that
 * fit. The probabilities add up to k. O(n).
 *
 * @param values n numbers, none of them NaN
 * @param k a whole number from 0 to n
 */
export function topMembership(values: ArrayLike<number>, k: number): Float64Array {
  const { ranks, levels } = denseRanks(Float64Array.from(values));
  const counts = new Int32Array(levels);
  for (const rank of ranks) counts[rank] = counts[rank]! + 1;
  const shares = new Float64Array(levels);
  let places = k;
  for (let level = levels - 1; level >= 0 && places > 0; level--) {
    const count = counts[level]!;
    shares[level] = Math.min(1, places / count);
    places -= Math.min(places, count);
  }
  return Float64Array.from(ranks, (rank) => shares[rank]!);
}
