import { stableOrder } from './stable-order.ts';

/** Each item's place among the distinct values of a list. */
export interface DenseRanks {
  /** One rank per item, 0 for the smallest distinct value; equal values share one rank. */
  readonly ranks: Int32Array;
  /** The number of distinct values; every rank is below it. */
  readonly levels: number;
  /** The items in ascending order of value. */
  readonly order: Int32Array;
}

/**
 * Ranks values without gaps: 0 for the smallest distinct value, then 1, 2 and so on. -0 equals 0.
 * O(n).
 *
 * @param values one number per item, none of them NaN
 * @param tieOrder all items, in the order that `order` keeps among equal values; by default that
 *   in which they are given
 */
export function denseRanks(values: Float64Array, tieOrder?: Int32Array): DenseRanks {
  const n = values.length;
  const order = stableOrder(values, tieOrder ?? new Int32Array(n).map((_, item) => item));
  const ranks = new Int32Array(n);
  let levels = 0;
  for (let i = 0; i < n; i++) {
    const item = order[i]!;
    if (i === 0 || values[item] !== values[order[i - 1]!]) levels++;
    ranks[item] = levels - 1;
  }
  return { ranks, levels, order };
}
