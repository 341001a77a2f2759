import { doubledMidRanks } from './doubled-mid-ranks.ts';
import type { PairedRanks } from './pair-ranks.ts';

/** Most items for which all orders are gone through: 9! are 362,880, some milliseconds. */
export const MAX_EXACT_ITEMS = 9;

/**
 * The exact two-sided p-value of Spearman's rho: the share of all n! orders of y, ties included,
 * whose rho is at least as far from 0 as that of the order observed. Mid-ranks are doubled and
 * centred, so that the sums of products that are compared are whole numbers.
 *
 * @param ranks at most {@link MAX_EXACT_ITEMS} items: the work grows with n!
 *
 * Source: Kendall, "Rank correlation methods", 4th edition 1970, section 4.
 */
export function spearmanExactP(ranks: PairedRanks): number {
  const { n } = ranks;
  const x = centredRanks(ranks.xSorted, ranks.xLevels);
  const y = centredRanks(ranks.ySorted, ranks.yLevels);
  let products = 0;
  for (let i = 0; i < n; i++) products += x[i]! * y[i]!;
  const observed = Math.abs(products);

  // Heap's algorithm: each order differs from the one before by one swap, and so does its sum.
  let orders = 1;
  let asFar = 1;
  const swaps = new Int32Array(n);
  for (let i = 1; i < n;) {
    if (swaps[i]! < i) {
      const j = i % 2 === 0 ? 0 : swaps[i]!;
      products += (x[i]! - x[j]!) * (y[j]! - y[i]!);
      [y[i], y[j]] = [y[j]!, y[i]!];
      orders += 1;
      if (Math.abs(products) >= observed) asFar += 1;
      swaps[i] = swaps[i]! + 1;
      i = 1;
    } else {
      swaps[i] = 0;
      i += 1;
    }
  }
  return asFar / orders;
}

function centredRanks(levels: Int32Array, levelCount: number): Float64Array {
  const counts = new Int32Array(levelCount);
  for (const level of levels) counts[level] = counts[level]! + 1;
  const doubled = new Float64Array(levelCount);
  doubledMidRanks(counts, doubled);
  return Float64Array.from(levels, (level) => doubled[level]! - levels.length - 1);
}
