import { findListProblem } from './find-list-problem.ts';
import { failure, success, type Result } from '../result.ts';

/** How many items are the top: a number of them, or a percentage of all. */
export type TopSize = number | `${number}%`;

/** The tops that are looked at unless others are asked for. */
export const DEFAULT_TOPS: readonly TopSize[] = ['5%', '10%'];

/** The number of items in a top of n items; a percentage is rounded up. */
function countOfTop(top: TopSize, n: number): number {
  if (typeof top === 'number') return top;
  // Percent times n before the division: 5 % of 140 items are 7, and 0.05 * 140 is a bit more.
  return Math.ceil((percentOf(top) * n) / 100);
}

/** The number of items in a top of scored items; a failure where the lists or the top are wrong. */
export function topOf(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  top: TopSize,
): Result<number> {
  const lists = [
    { name: 'score', values: scores },
    { name: 'quality', values: quality },
  ];
  const n = scores.length;
  const problem =
    findListProblem(lists) ??
    (n === 0 ? 'There is no item, and so no top.' : findTopProblem(top, n));
  return problem === null ? success(countOfTop(top, n)) : failure(problem);
}

/** What is wrong with a top of n items; null if nothing is. */
export function findTopProblem(top: TopSize, n: number): string | null {
  if (typeof top !== 'number') {
    const percent = percentOf(top);
    if (percent > 0 && percent <= 100) return null;
    return `The top is ${top}: it has to be above 0 % and at most 100 %.`;
  }
  if (!Number.isInteger(top) || top < 1) {
    return `The top is ${top} items: it has to be a whole number from 1.`;
  }
  return top <= n ? null : `The top is ${top} items, and there are ${n}: take fewer.`;
}

function percentOf(top: `${number}%`): number {
  return Number(top.slice(0, -1));
}
