import { normalTail } from '../evaluation/normal-tail.ts';

/** Steps of bisection of an interval of 80: more than a double can tell apart. */
const STEPS = 64;

/** Where the tail of the standard normal distribution is 0. */
const FARTHEST = 40;

/**
 * The number z below which a standard normal variable falls with probability p.
 *
 * @param p above 0 and below 1
 * @throws RangeError on another p
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1 is needed, got ${p}`);
  if (p === 0.5) return 0;
  // The smaller tail has all its digits.
  if (p > 0.5) return -normalQuantile(1 - p);
  let [low, high] = [0, FARTHEST];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > p) low = middle;
    else high = middle;
  }
  return -(low + high) / 2;
}
