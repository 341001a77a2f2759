import { exp, log } from '../elementary-functions.ts';

/** What the continued fraction is stopped at: a factor that changes nothing any more. */
const PRECISION = Number.EPSILON;

/** Most steps of it; it takes about the square root of the degrees of freedom. */
const MAX_STEPS = 10_000;

/** Keeps a denominator from 0. */
const LEAST = 1e-300;

/**
 * The upper tail of the F distribution with m and n degrees of freedom:
 *
 *     P(F > f) = I_x(n / 2, m / 2), x = n / (n + m f),
 *
 * I being the regularized incomplete beta function. 0 for an infinite f.
 *
 * @param f a number from 0
 * @param numerator m, a whole number from 1
 * @param denominator n, a whole number from 1
 *
 * Source: Abramowitz and Stegun, "Handbook of mathematical functions", 26.6.2.
 */
export function fDistributionTail(f: number, numerator: number, denominator: number): number {
  if (f === Infinity) return 0;
  const odds = (numerator * f) / denominator;
  const [x, rest] = [1 / (1 + odds), odds / (1 + odds)];
  const [a, b] = [denominator / 2, numerator / 2];
  // On either side of the middle the fraction of one of the two converges.
  return x < (a + 1) / (a + b + 2)
    ? incompleteBeta(x, rest, a, b)
    : 1 - incompleteBeta(rest, x, b, a);
}

/**
 * I_x(a, b) for multiples of 1/2, by its continued fraction (26.5.8), evaluated from the front as Lentz
 * does.
 *
 * @param rest 1 - x
 */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  if (x === 0) return 0;
  let [c, d] = [1, 1 / nonZero(1 - ((a + b) * x) / (a + 1))];
  let fraction = d;
  for (let m = 1; m <= MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) <= PRECISION) break;
  }
  return (exp(a * log(x) + b * log(rest) - logBeta(a, b)) * fraction) / a;
}

function nonZero(value: number): number {
  return Math.abs(value) < LEAST ? LEAST : value;
}

/** ln B(a, b) for multiples of 1/2 from 1/2 up, by B(a + 1, b) = B(a, b) a / (a + b). */
function logBeta(a: number, b: number): number {
  const [firstA, firstB] = [a % 1 === 0 ? 1 : 0.5, b % 1 === 0 ? 1 : 0.5];
  // B(1, 1) = 1, B(1, 1/2) = 2 and B(1/2, 1/2) = pi.
  let sum = firstA + firstB === 2 ? 0 : log(firstA + firstB === 1 ? Math.PI : 2);
  for (let own = firstA; own < a; own++) sum += log(own / (own + firstB));
  for (let own = firstB; own < b; own++) sum += log(own / (a + own));
  return sum;
}
