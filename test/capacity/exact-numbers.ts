const view = new DataView(new ArrayBuffer(8));

/** A finite double as a whole number of units of 2^-1074, which every double is. */
export function toUnits(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n === 0n ? magnitude : -magnitude;
}

/** The magnitude of a big integer. */
export function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The ratio of two big integers, to some 15 digits; 0 where both are 0. */
export function ratioOf(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  return Number((numerator << 200n) / denominator) / 2 ** 200;
}
