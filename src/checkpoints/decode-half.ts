/** Every number of half precision, by its 16 bits. */
let table: Float32Array | undefined;

/**
 * Half-precision numbers (IEEE 754 binary16), given by their bits, as the single-precision numbers
 * that they equal.
 */
export function decodeHalf(
  bits: Uint16Array,
  from: number,
  length: number,
  out: Float32Array,
  to: number,
): void {
  table ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => valueOfHalf(half));
  for (let i = 0; i < length; i++) out[to + i] = table[bits[from + i] ?? 0] ?? 0;
}

/** A sign, five bits of an exponent that is 15 too large, ten of a fraction. */
function valueOfHalf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
