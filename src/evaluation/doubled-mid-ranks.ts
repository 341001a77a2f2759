/**
 * Twice the mid-rank of each level of a list, given how many items are on each level: the items
 * on one level share the mean of the ranks they fill, counted from 1. Doubled, mid-ranks are
 * whole numbers, so that their sums have no rounding error.
 *
 *     out[level] = 2 * (items below the level) + (items on it) + 1
 *
 * @param counts items per level, levels in ascending order; a level without items is skipped over
 * @param out receives one value per level
 */
export function doubledMidRanks(counts: Int32Array, out: Float64Array): void {
  let below = 0;
  for (let level = 0; level < counts.length; level++) {
    const count = counts[level]!;
    out[level] = 2 * below + count + 1;
    below += count;
  }
}
