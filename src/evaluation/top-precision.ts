import { topMembership } from './top-membership.ts';
import { topOf, type TopSize } from './top-size.ts';
import { success, type Result } from '../result.ts';

/** How many of the items that a score puts on top belong there. */
export interface TopPrecision {
  /** From 0 to 1; by chance it would be k / n. */
  readonly value: number;
  /** The number of items on top. */
  readonly k: number;
}

/**
 * Precision at the top: the share of the k items of the highest scores that are among the k of
 * the highest quality. Where ties straddle either boundary it is the expectation over ties broken
 * by chance, independently on both sides:
 *
 *     sum (share of item i in the top by score) * (share of it in the top by quality) / k
 *
 * @param scores n finite numbers, higher for what is expected to be better
 * @param quality n finite numbers, higher for what is better, in the same order
 * @param top k, or a percentage of n that is rounded up
 * @returns a failure if the lists differ in length, are empty or hold a value that is not finite,
 *   or if the top is out of range
 */
export function topPrecision(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  top: TopSize,
): Result<TopPrecision> {
  const size = topOf(scores, quality, top);
  if (!size.ok) return size;
  const { value: k } = size;
  const chosen = topMembership(scores, k);
  const best = topMembership(quality, k);
  let hits = 0;
  for (let i = 0; i < scores.length; i++) hits += chosen[i]! * best[i]!;
  return success({ value: hits / k, k });
}
