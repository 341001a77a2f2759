import { exactProduct, exactSum, type DoubleDouble } from './double-double.ts';

/** Powers of 2 from 1 to 2 that are in the table. */
const ROWS = 64;

/** ln 2 / 64 in two parts, the first of 35 bits, so that its products with whole numbers are exact. */
const STEP_HIGH = 0.010830424695996044;
const STEP_LOW = 2.5310172166650877e-13;

/** 1 / n! from n = 9 down to 3: what follows is below 2^-97. */
const INVERSE_FACTORIALS = Array.from({ length: 7 }, (_, index) => {
  let factorial = 1;
  for (let n = 2; n <= 9 - index; n++) factorial *= n;
  return 1 / factorial;
});

/** The number (high + low) * 2^exponent. */
interface Scaled extends DoubleDouble {
  readonly exponent: number;
}

/**
 * e^x as the sum of two doubles, from 1 to 2, times a power of 2, with a relative error below 2^-64,
 * in a tenth of the time that 30 digits take: `e^x = 2^k * 2^(j / 64) * e^r` for
 * x = (64 k + j) ln 2 / 64 + r, the second factor from a table.
 *
 * Source: Tang 1989, "Table-driven implementation of the exponential function in IEEE floating-point
 * arithmetic".
 *
 * @param slow 2^(j / 64) to 30 digits
 * @returns a function of numbers between -746 and 710
 */
export function quickExponential(slow: (j: number) => DoubleDouble): (x: DoubleDouble) => Scaled {
  // A row is computed when it is first wanted: a short run wants few of them.
  const highs = new Float64Array(ROWS);
  const lows = new Float64Array(ROWS);
  return (x) => {
    const steps = Math.round(x.high / STEP_HIGH);
    const row = steps & (ROWS - 1);
    if (highs[row] === 0) {
      const { high, low } = slow(row);
      highs[row] = high;
      lows[row] = low;
    }
    const r = exactSum(x.high - steps * STEP_HIGH, x.low - steps * STEP_LOW);
    const square = exactProduct(r.high, r.high);
    let tail = 0;
    for (const inverse of INVERSE_FACTORIALS) tail = tail * r.high + inverse;
    tail *= r.high * square.high;
    const excess = exactSum(r.high, square.high / 2);
    const rest = excess.low + r.low + square.low / 2 + r.high * r.low + tail;
    const [high, low] = [highs[row] ?? NaN, lows[row] ?? NaN];
    const product = exactProduct(high, excess.high);
    const sum = exactSum(high, product.high);
    const lower = sum.low + product.low + low + low * excess.high + high * rest;
    const whole = exactSum(sum.high, lower);
    return { high: whole.high, low: whole.low, exponent: (steps - row) / ROWS };
  };
}
