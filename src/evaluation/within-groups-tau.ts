import { countPairs, createCountPairsWork } from './count-pairs.ts';
import { findListProblem } from './find-list-problem.ts';
import { pairRanks } from './pair-ranks.ts';
import { tauBOfCounts } from './kendall-tau-b.ts';
import { denseRanks } from './dense-ranks.ts';
import { failure, success, type Result } from '../result.ts';

/** What an item's group is called; null where it belongs to none. */
export type GroupKey = string | number | null;

/** How well x orders y among items of the same group. */
export interface WithinGroupsTau {
  /** From -1 to 1. */
  readonly value: number;
  /** Groups of at least two items; the others hold no pair. */
  readonly groups: number;
  /** All pairs inside these groups, tied ones included. */
  readonly pairs: number;
}

/**
 * Kendall's tau-b inside groups, all groups taken together:
 *
 *     sum (concordant - discordant)
 *       / sqrt(sum (pairs - pairs tied in x) * sum (pairs - pairs tied in y)),
 *
 * each sum over the groups. A group counts by its pairs; a group in which x ties everything counts
 * against x, as a tie does in tau-b. With one group it is tau-b. O(n log n).
 *
 * @param x n finite numbers
 * @param y n finite numbers, about the same items in the same order
 * @param keys one group per item; items without a group, or alone in theirs, don't count
 * @returns a failure if the lists differ in length or hold a value that is not finite, or if no
 *   group holds two items that differ in x, or none two that differ in y
 *
 * Source: the numerator is the sum of Kendall's S over strata, as in Hirsch, Slack and Smith,
 * "Techniques of trend analysis for monthly water quality data", Water Resources Research 18,
 * 1982; the denominator is that of tau-b over the same pairs.
 */
export function withinGroupsTau(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  keys: ArrayLike<GroupKey>,
): Result<WithinGroupsTau> {
  const problem = findListProblem([
    { name: 'x', values: x },
    { name: 'y', values: y },
  ]);
  if (problem !== null) return failure(problem);
  if (keys.length !== x.length) {
    return failure(`There are ${x.length} items but ${keys.length} groups: give one per item.`);
  }
  const members = new Map<GroupKey, number[]>();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? null;
    if (key === null) continue;
    const group = members.get(key);
    if (group === undefined) members.set(key, [i]);
    else group.push(i);
  }
  const groups = [...members.values()].filter(({ length }) => length > 1);
  if (groups.length === 0) return failure('No two items are in the same group.');

  // With the group before the rank in both lists, pairs of two groups are concordant and never
  // tied: what is tied or discordant is inside a group, and one pass counts it for all of them.
  const items = groups.flat();
  const pairs = groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  const groupOf = groups.flatMap((group, index) => group.map(() => index));
  const xKeys = joinKeys(groupOf, items, x);
  const yKeys = joinKeys(groupOf, items, y);
  const pairing = pairRanks(xKeys, yKeys);
  if (!pairing.ok) return failure('No group holds two items that differ.');
  const ranks = pairing.value;
  const once = new Uint32Array(ranks.n).fill(1);
  const counts = countPairs(ranks, once, createCountPairsWork(ranks));
  const value = tauBOfCounts({ ...counts, total: pairs });
  if (value === null) {
    const side = counts.xTied === pairs ? 'score' : 'ground truth';
    return failure(`No group holds two items that differ in ${side}.`);
  }
  return success({ value, groups: groups.length, pairs });
}

/** One number per item that orders by group, and inside a group by value. */
function joinKeys(
  groupOf: readonly number[],
  items: readonly number[],
  values: ArrayLike<number>,
): Float64Array {
  const { ranks, levels } = denseRanks(Float64Array.from(items, (item) => values[item]!));
  return Float64Array.from(items, (_, place) => groupOf[place]! * levels + ranks[place]!);
}
