const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** Three 11-bit digits cover a 32-bit word. */
const DIGITS_PER_WORD = 3;

/**
 * Sorts items by value, leaving items with equal values in the order they come in, so that
 * sorting by y and then by x sorts by x and by y where x is equal. -0 equals 0.
 *
 * A radix sort, because it takes a third of the time of a comparison sort with 10,000 items: the
 * 64 bits of a number, with the sign bit flipped if it is positive and all bits flipped if it is
 * negative, are in the order of the numbers as an unsigned integer. O(n).
 *
 * @param values one number per item, none of them NaN
 * @param order the items as they come in, each an index into the values
 * @returns the items in ascending order of value
 *
 * Source: Knuth, "The art of computer programming", volume 3, section 5.2.5 (algorithm R).
 */
export function stableOrder(values: Float64Array, order: Int32Array): Int32Array {
  const n = order.length;
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  // A view reads the two halves in the same order on every machine; a typed array would not.
  const bits = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < values.length; i++) {
    // Adding 0 makes 0 of -0.
    bits.setFloat64(0, values[i]! + 0);
    const top = bits.getUint32(0);
    const bottom = bits.getUint32(4);
    const negative = top >>> 31 === 1;
    high[i] = negative ? ~top : top ^ 0x80000000;
    low[i] = negative ? ~bottom : bottom;
  }
  let sorted = order.slice();
  let spare = new Int32Array(n);
  const next = new Int32Array(DIGITS);
  for (const word of [low, high]) {
    for (let digit = 0; digit < DIGITS_PER_WORD; digit++) {
      const shift = digit * DIGIT_BITS;
      next.fill(0);
      for (let i = 0; i < n; i++) {
        const key = (word[sorted[i]!]! >>> shift) & (DIGITS - 1);
        next[key] = next[key]! + 1;
      }
      let place = 0;
      for (let key = 0; key < DIGITS; key++) {
        const count = next[key]!;
        next[key] = place;
        place += count;
      }
      for (let i = 0; i < n; i++) {
        const item = sorted[i]!;
        const key = (word[item]! >>> shift) & (DIGITS - 1);
        const to = next[key]!;
        spare[to] = item;
        next[key] = to + 1;
      }
      [sorted, spare] = [spare, sorted];
    }
  }
  return sorted;
}
