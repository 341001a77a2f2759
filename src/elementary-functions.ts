import { add, divide, exactSum, multiply, type DoubleDouble } from './double-double.ts';
import { quickExponential } from './quick-exponential.ts';
import { quickLogarithm } from './quick-logarithm.ts';

/*
 * Logarithms, the exponential, powers and the cube root. They have the special cases of `Math`,
 * whose own differ in the last bit between versions of Node; these are the same everywhere. They
 * are computed with 30 digits and rounded once, so they are the nearest double to the true value,
 * but for one argument in billions and results below the smallest normal number. Where 19 digits
 * decide how to round, as for all but one argument in some hundreds, no more are computed.
 */

const exact = (value: number): DoubleDouble => ({ high: value, low: 0 });
const twice = ({ high, low }: DoubleDouble): DoubleDouble => ({ high: 2 * high, low: 2 * low });

const ONE = exact(1);
const LN_2: DoubleDouble = { high: 0.6931471805599453, low: 2.3190468138462996e-17 };
const LN_10: DoubleDouble = { high: 2.302585092994046, low: -2.1707562233822494e-16 };

/** Halvings of an argument before the series of e^x, and squarings after it. */
const HALVINGS = 9;
/** Terms of e^r for |r| <= ln 2 / 2 / 2^9, and of atanh(s) for |s| <= 0.172: the rest is below 2^-110. */
const EXP_TERMS = 9;
const ATANH_TERMS = 22;

/** 1 / n at the index n. */
const INVERSES = Array.from({ length: 2 * ATANH_TERMS }, (_, n) => divide(ONE, exact(n)));
const inverse = (n: number): DoubleDouble => INVERSES[n] ?? ONE;

/** Where e^x is above the largest number, and where it is below half of the smallest. */
const EXP_OVERFLOWS = 709.8;
const EXP_VANISHES = -745.2;

/** The largest power of an odd number that is in the middle between two doubles: 3^34 has 54 bits. */
const LAST_TIE = 34;

const bits = new DataView(new ArrayBuffer(8));

/** x * 2^k. */
function scaled(x: number, k: number): number {
  // The quotient of two numbers may be too large or too small for one factor.
  const step = Math.max(-1000, Math.min(k, 1000));
  bits.setInt32(0, (step + 1023) << 20);
  bits.setInt32(4, 0);
  const product = x * bits.getFloat64(0);
  return step === k ? product : scaled(product, k - step);
}

/** The k for which x * 2^-k is between the square roots of 1/2 and 2, about, for x > 0. */
function exponentOf(x: number): number {
  bits.setFloat64(0, x);
  const exponent = bits.getInt32(0) >> 20;
  if (exponent === 0) return exponentOf(scaled(x, 54)) - 54;
  return exponent - 1023 + (scaled(x, 1023 - exponent) > Math.SQRT2 ? 1 : 0);
}

/** ln x, by ln x = k ln 2 + 2 atanh((m - 1) / (m + 1)) for x = m * 2^k > 0. */
function naturalLog({ high, low }: DoubleDouble): DoubleDouble {
  const k = exponentOf(high);
  const m = { high: scaled(high, -k), low: scaled(low, -k) };
  const s = divide(add(m, exact(-1)), add(m, ONE));
  const square = multiply(s, s);
  let sum = inverse(2 * ATANH_TERMS - 1);
  for (let n = ATANH_TERMS - 2; n >= 0; n--) sum = add(inverse(2 * n + 1), multiply(square, sum));
  return add(multiply(exact(k), LN_2), multiply(twice(s), sum));
}

/** e^x. */
function exponential(x: DoubleDouble): number {
  if (x.high > EXP_OVERFLOWS) return Infinity;
  if (x.high < EXP_VANISHES) return 0;
  const k = Math.round(x.high / LN_2.high);
  return scaled(expanded(add(x, multiply(exact(-k), LN_2))).high, k);
}

/** e^x for small x, by e^x = (e^r)^512 for x = 512 r. */
function expanded(x: DoubleDouble): DoubleDouble {
  const r = { high: scaled(x.high, -HALVINGS), low: scaled(x.low, -HALVINGS) };
  let series = ONE;
  for (let n = EXP_TERMS; n > 1; n--) series = add(ONE, multiply(multiply(r, inverse(n)), series));
  // The series less 1, which keeps the digits of a small r, and so its square.
  let excess = multiply(r, series);
  for (let n = 0; n < HALVINGS; n++) excess = add(twice(excess), multiply(excess, excess));
  return add(ONE, excess);
}

const quickLog = quickLogarithm((x) => naturalLog(exact(x)));
const quickExp = quickExponential((j) => expanded(multiply(exact(j / 64), LN_2)));

/** Bounds of the relative error of {@link quickLog}, and of what is made of it by one more step. */
const QUICK_ERROR = 2 ** -63;
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * The double nearest to a number that is known with a relative error; NaN where the error leaves a
 * choice of two (Ziv 1991, "Fast evaluation of elementary mathematical functions with correctly
 * rounded last bit").
 */
function nearest({ high, low }: DoubleDouble, error: number): number {
  const margin = Math.abs(high) * error;
  return high + (low + margin) === high && high + (low - margin) === high ? high : NaN;
}

/** What a function makes of ln x, rounded once, for x > 0. */
function ofLogarithm(x: number, make: (logarithm: DoubleDouble) => DoubleDouble): number {
  const quick = x >= SMALLEST_NORMAL ? nearest(make(quickLog(x)), 2 * QUICK_ERROR) : NaN;
  return Number.isNaN(quick) ? make(naturalLog(exact(x))).high : quick;
}

/**
 * e^x, rounded once.
 *
 * @param error of x, absolute
 */
function ofExponent(x: DoubleDouble, error: number): number {
  if (!(x.high <= EXP_OVERFLOWS && x.high >= EXP_VANISHES)) return NaN;
  const quick = quickExp(x);
  return scaled(nearest(quick, QUICK_ERROR + error), quick.exponent);
}

/** Whether a logarithm is a finite number. */
const hasLog = (x: number): boolean => x > 0 && x < Infinity;

/** The natural logarithm. */
export function log(x: number): number {
  return hasLog(x) ? ofLogarithm(x, (logarithm) => logarithm) : Math.log(x);
}

/** The logarithm to base 2, exact for powers of 2. */
export function log2(x: number): number {
  return hasLog(x) ? ofLogarithm(x, (logarithm) => divide(logarithm, LN_2)) : Math.log(x);
}

/** The logarithm to base 10, exact for powers of 10. */
export function log10(x: number): number {
  return hasLog(x) ? ofLogarithm(x, (logarithm) => divide(logarithm, LN_10)) : Math.log(x);
}

/** The natural logarithm of 1 + x, which keeps the digits of a small x. */
export function log1p(x: number): number {
  if (!hasLog(1 + x)) return Math.log1p(x);
  return Math.abs(x) < 2 ** -54 ? x : naturalLog(exactSum(1, x)).high;
}

/** e^x. */
export function exp(x: number): number {
  if (!Number.isFinite(x)) return Math.exp(x);
  const quick = ofExponent(exact(x), 0);
  return Number.isNaN(quick) ? exponential(exact(x)) : quick;
}

/** The cube root, exact for cubes. */
export function cbrt(x: number): number {
  if (!Number.isFinite(x) || x === 0) return Math.cbrt(x);
  return Math.sign(x) * exponential(multiply(naturalLog(exact(Math.abs(x))), inverse(3)));
}

/** x^y with the special cases of `**`: NaN for a negative x unless y is an integer. */
export function power(x: number, y: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0 || y === 0) return x ** y;
  if (x < 0) {
    if (!Number.isInteger(y)) return NaN;
    return y % 2 === 0 ? power(-x, y) : -power(-x, y);
  }
  if (x === 1) return 1;
  if (Number.isInteger(y) && y > 0 && y <= LAST_TIE) return repeatedProduct(x, y);
  if (x >= SMALLEST_NORMAL) {
    const product = multiply(exact(y), quickLog(x));
    const quick = ofExponent(product, Math.abs(product.high) * QUICK_ERROR);
    if (!Number.isNaN(quick)) return quick;
  }
  const logarithm = naturalLog(exact(x));
  const size = logarithm.high * y;
  if (size > EXP_OVERFLOWS || size < EXP_VANISHES) return size > 0 ? Infinity : 0;
  return exponential(multiply(exact(y), logarithm));
}

/** x^n, for x > 0, rounded as a product is, also where it is in the middle between two doubles. */
function repeatedProduct(x: number, n: number): number {
  const k = exponentOf(x);
  const m = exact(scaled(x, -k));
  let product = m;
  for (let factors = 1; factors < n; factors++) product = multiply(product, m);
  return scaled(product.high, k * n);
}
