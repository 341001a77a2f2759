import { findListProblem } from './find-list-problem.ts';
import { topMembership } from './top-membership.ts';
import { failure, success, type Result } from '../result.ts';

/** How many of the items that a score puts on top belong there. */
export interface TopPrecision {
  /** From 0 to 1; by chance it would be k / n. */
  readonly value: number;
  /** The number of items on top. */
  readonly k: number;
}

/**
 * Precision at the top: the share of the k items of the highest scores that are among the k of
 * the highest quality, k being the given percentage of n, rounded up. Where ties straddle either
 * boundary it is the expectation over ties broken by chance, independently on both sides:
 *
 *     sum (share of item i in the top by score) * (share of it in the top by quality) / k
 *
 * @param scores n finite numbers, higher for what is expected to be better
 * @param quality n finite numbers, higher for what is better, in the same order
 * @param percent above 0 and at most 100
 * @returns a failure if the lists differ in length, are empty or hold a value that is not finite,
 *   or if the percentage is out of range
 */
export function topPrecision(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  percent: number,
): Result<TopPrecision> {
  const problem = findListProblem([
    { name: 'score', values: scores },
    { name: 'quality', values: quality },
  ]);
  if (problem !== null) return failure(problem);
  const n = scores.length;
  if (n === 0) return failure('There is no item, and so no top.');
  if (!(percent > 0 && percent <= 100)) {
    return failure(`The top is ${percent} %: it has to be above 0 % and at most 100 %.`);
  }
  // Percent times n before the division: 5 % of 140 items are 7, and 0.05 * 140 is a bit more.
  const k = Math.ceil((percent * n) / 100);
  const chosen = topMembership(scores, k);
  const best = topMembership(quality, k);
  let hits = 0;
  for (let i = 0; i < n; i++) hits += chosen[i]! * best[i]!;
  return success({ value: hits / k, k });
}
