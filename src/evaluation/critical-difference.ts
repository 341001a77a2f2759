import { studentizedRangeQuantile } from './studentized-range.ts';

/** Which mean ranks differ by more than chance. */
export interface CriticalDifference {
  /** How far apart two mean ranks have to be. */
  readonly value: number;
  /** The chance that any two differ by that much where none differ in truth. */
  readonly alpha: number;
  /**
   * The largest groups in which no two are that far apart, each of at least two, as places in the
   * list of mean ranks; inside a group and among groups the lowest rank comes first.
   */
  readonly groups: readonly (readonly number[])[];
}

/**
 * The Nemenyi test of the mean ranks of k proxies on N data sets: two differ if their mean ranks are
 * at least
 *
 *     q * sqrt(k (k + 1) / (6 N))
 *
 * apart, q being the critical value of the studentized range over sqrt(2).
 *
 * @param meanRanks k of them, at least 2, 1 for the best
 * @param sets N, at least 2
 *
 * Source: Nemenyi, "Distribution-free multiple comparisons", 1963; Demšar, JMLR 7, 2006, section 3.2.2
 * and table 5.
 */
export function criticalDifference(
  meanRanks: readonly number[],
  sets: number,
  alpha: number,
): CriticalDifference {
  const count = meanRanks.length;
  const q = studentizedRangeQuantile(alpha, count) / Math.SQRT2;
  const value = q * Math.sqrt((count * (count + 1)) / (6 * sets));
  const order = [...meanRanks.keys()].sort((a, b) => meanRanks[a]! - meanRanks[b]! || a - b);
  const groups: number[][] = [];
  let reached = 0;
  for (const [from, first] of order.entries()) {
    let to = from + 1;
    while (to < count && meanRanks[order[to]!]! - meanRanks[first]! < value) to++;
    // A group that ends where the one before does is a part of it.
    if (to - from > 1 && to > reached) {
      groups.push(order.slice(from, to));
      reached = to;
    }
  }
  return { value, alpha, groups };
}
