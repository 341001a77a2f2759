/** The sum of doubles in units of 2^-1074, the least of them, without any rounding. */
export function exactSum(values: readonly number[]): bigint {
  return values.reduce((sum, value) => sum + inLeastUnits(value), 0n);
}

function inLeastUnits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (exponent === 0x7ff) throw new RangeError(`${value} is no finite number`);
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -size : size;
}
