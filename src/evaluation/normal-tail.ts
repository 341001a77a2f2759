import { fastExp } from '../fast-exponential.ts';
/** From here on the continued fraction is used; below it, the series loses less than a digit. */
const CONTINUED_FRACTION_FROM = 1.5;

/**
 * Terms of the continued fraction that give full precision at 1, if it were used there: at z it takes
 * that number divided by z^2, and a few more.
 */
const CONTINUED_FRACTION_TERMS = 560;
const FEWEST_TERMS = 12;

const INVERSE_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

/** The standard normal density; its relative error does not grow with z. */
export function normalDensity(z: number): number {
  // The square of z cut to sixteenths is exact; squaring z itself would multiply the rounding
  // error by the size of the exponent.
  const cut = Math.trunc(z * 16) / 16;
  return INVERSE_SQRT_TWO_PI * fastExp((-cut * cut) / 2) * fastExp((-(z - cut) * (z + cut)) / 2);
}

/**
 * The upper tail of the standard normal distribution, P(Z > z) = erfc(z / sqrt(2)) / 2, with a
 * relative error below 1e-14 for every z; 0 where it falls below the smallest number, from
 * about 38.5 on.
 *
 * @param z any number other than NaN
 *
 * Source: Abramowitz and Stegun, "Handbook of mathematical functions", 26.2.11 (series) and
 * 26.2.14 (Laplace's continued fraction); DLMF 7.6.2 and 7.9.1 are the same for erf and erfc.
 */
export function normalTail(z: number): number {
  if (z <= -CONTINUED_FRACTION_FROM) return 1 - normalTail(-z);
  if (z === Infinity) return 0;
  if (z >= CONTINUED_FRACTION_FROM) {
    let fraction = z;
    const terms = FEWEST_TERMS + Math.ceil(CONTINUED_FRACTION_TERMS / (z * z));
    for (let k = terms; k > 0; k--) fraction = z + k / fraction;
    return normalDensity(z) / fraction;
  }
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * (Number.EPSILON / 4); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 - normalDensity(z) * sum;
}
