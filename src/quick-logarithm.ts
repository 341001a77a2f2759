import { exactProduct, exactSum, type DoubleDouble } from './double-double.ts';

/** Intervals of the mantissas from 1 to 2: each has a row of the table. */
const ROWS = 128;

/** The first row of mantissas above the square root of 2, which are halved. */
const HALVED_FROM = Math.ceil((Math.SQRT2 - 1) * ROWS);

/** c is a multiple of 1 / 2^20: times the upper 21 bits of a mantissa or the lower 32 it is exact. */
const INVERSE_UNITS = 2 ** 20;

/** ln 2 in two parts, the first of 41 bits, so that its products with exponents are exact. */
const LN_2_HIGH = 0.693147180559663;
const LN_2_LOW = 2.8235290563031577e-13;

/** The coefficients of r^11 down to r^3 in ln(1 + r): what follows is below 2^-77 of r. */
const COEFFICIENTS = Array.from({ length: 9 }, (_, i) => (i % 2 === 0 ? 1 : -1) / (11 - i));

const bits = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm as the sum of two doubles with a relative error below 2^-64, in a tenth of
 * the time that 30 digits take: `ln x = k ln 2 - ln c + ln(1 + r)` for x = m * 2^k, c near 1 / m from
 * a table, and r = m c - 1. Only the first two terms of the series of r need more than a double.
 *
 * Source: Tang 1990, "Table-driven implementation of the logarithm function in IEEE floating-point
 * arithmetic".
 *
 * @param slow the natural logarithm of a number above 0 to 30 digits
 * @returns a function of finite numbers from the smallest normal one up
 */
export function quickLogarithm(slow: (x: number) => DoubleDouble): (x: number) => DoubleDouble {
  // A row is computed when it is first wanted: a short run wants few of them.
  const inverses = new Float64Array(ROWS);
  const highs = new Float64Array(ROWS);
  const lows = new Float64Array(ROWS);
  const addRow = (row: number): void => {
    const inverse = inverseOf(row);
    const { high, low } = slow(row < HALVED_FROM ? inverse : 2 * inverse);
    inverses[row] = inverse;
    highs[row] = -high;
    lows[row] = -low;
  };
  return (x) => {
    bits.setFloat64(0, x);
    const upper = bits.getInt32(0);
    const row = (upper >> 13) & (ROWS - 1);
    const k = (upper >> 20) - 1023 + (row < HALVED_FROM ? 0 : 1);
    bits.setInt32(0, (upper & 0xfffff) | 0x3ff00000);
    if (inverses[row] === 0) addRow(row);
    const m = bits.getFloat64(0);
    const inverse = inverses[row] ?? NaN;
    bits.setInt32(4, 0);
    const upperHalf = bits.getFloat64(0);
    const r = exactSum(upperHalf * inverse - 1, (m - upperHalf) * inverse);
    const square = exactProduct(r.high, r.high);
    let tail = 0;
    for (const coefficient of COEFFICIENTS) tail = tail * r.high + coefficient;
    tail *= r.high * square.high;
    const whole = exactSum(k * LN_2_HIGH, highs[row] ?? NaN);
    const first = exactSum(whole.high, r.high);
    const second = exactSum(first.high, -square.high / 2);
    const rest =
      r.low + (lows[row] ?? NaN) + k * LN_2_LOW - (square.low / 2 + r.high * r.low) + tail;
    return exactSum(second.high, whole.low + first.low + second.low + rest);
  };
}

/** c of a row. Around 1 it leaves nothing but the series, whose digits are those of the logarithm. */
function inverseOf(row: number): number {
  if (row === 0) return 1;
  if (row === ROWS - 1) return 0.5;
  return Math.round((INVERSE_UNITS * ROWS) / (ROWS + row + 0.5)) / INVERSE_UNITS;
}
