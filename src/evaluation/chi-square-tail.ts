import { exp } from '../elementary-functions.ts';
import { normalTail } from './normal-tail.ts';

/**
 * The upper tail of the chi-square distribution, P(X > x), by its finite series: with h = x / 2,
 *
 *     exp(-h) * sum over i < v/2 of h^i / i!                                for even v,
 *     2 P(Z > sqrt(x)) + exp(-h) * sum over i < (v-1)/2 of h^(i+1/2) / gamma(i+3/2)   for odd v.
 *
 * O(v).
 *
 * @param x a number from 0
 * @param degreesOfFreedom v, a whole number from 1
 *
 * Source: Abramowitz and Stegun, "Handbook of mathematical functions", 26.4.4 and 26.4.5.
 */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  const half = x / 2;
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = exp(-half) * (isOdd ? 2 * Math.sqrt(half / Math.PI) : 1);
  let sum = isOdd ? 2 * normalTail(Math.sqrt(x)) : 0;
  for (let i = isOdd ? 1.5 : 1; i <= degreesOfFreedom / 2; i++) {
    sum += term;
    term *= half / i;
  }
  return Math.min(1, sum);
}
