import { exp } from '../elementary-functions.ts';
import { normalTail } from './normal-tail.ts';

/** Where the normal density is below the smallest digit of the result. */
const FARTHEST = 9;

/** Steps of the integral per unit: the trapezoidal rule of a smooth bell is exact to 1e-14 by then. */
const STEPS_PER_UNIT = 16;

/** Halvings of an interval of 64 that reach the last digit. */
const HALVINGS = 60;

/**
 * The upper tail of the studentized range for infinitely many degrees of freedom: the probability
 * that the range of k independent standard normal numbers is above q,
 *
 *     1 - k * integral of phi(z) * (Phi(z) - Phi(z - q))^(k - 1) dz.
 *
 * The absolute error is below 1e-13.
 *
 * @param q a number from 0
 * @param k a whole number from 2
 *
 * Source: Harter, "Tables of range and studentized range", Annals of Mathematical Statistics 31, 1960.
 */
export function studentizedRangeTail(q: number, k: number): number {
  let sum = 0;
  // The largest of the numbers is z; the others are between z - q and z.
  const last = Math.ceil(2 * FARTHEST * STEPS_PER_UNIT);
  for (let step = 0; step <= last; step++) {
    const z = -FARTHEST + step / STEPS_PER_UNIT;
    const inside = Math.max(0, normalTail(z - q) - normalTail(z));
    let power = 1;
    for (let factor = 1; factor < k; factor++) power *= inside;
    sum += exp((-z * z) / 2) * power;
  }
  const below = (k * sum) / (STEPS_PER_UNIT * Math.sqrt(2 * Math.PI));
  return Math.min(1, Math.max(0, 1 - below));
}

/**
 * The q above which the range of k standard normal numbers is with probability alpha: the critical
 * value of the studentized range for infinitely many degrees of freedom.
 *
 * @param alpha from 1e-10 to 1 - 1e-10
 * @param k a whole number from 2
 */
export function studentizedRangeQuantile(alpha: number, k: number): number {
  let [low, high] = [0, 64];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (studentizedRangeTail(middle, k) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
