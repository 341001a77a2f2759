/** The sum of the squares of some entries, in double precision, in which each square is exact. */
export function sumOfEntries(entries: Float32Array): number {
  let sum = 0;
  for (const entry of entries) sum += entry * entry;
  return sum;
}

/**
 * Adds the square of each entry to a sum of its own.
 *
 * @param targets for each entry the place of its sum after `first`
 */
export function addSquares(
  entries: Float32Array,
  targets: Int32Array,
  sums: Float64Array,
  first: number,
): void {
  for (let at = 0; at < entries.length; at++) {
    sums[first + targets[at]!]! += entries[at]! * entries[at]!;
  }
}
