import { findListProblem } from './find-list-problem.ts';
import { failure, success, type Result } from '../result.ts';

/** Picks among which the best counts, unless another number is asked for. */
export const DEFAULT_BEST_OF = 5;

/** What is lost by taking what a score puts first. */
export interface PickRegret {
  /** The number of items to choose from. */
  readonly items: number;
  /** Quality of the best item less that of the item of the highest score; 0 or more. */
  readonly bestPick: number;
  /** The same for the best of the items of the k highest scores, as if these k were all measured. */
  readonly bestOf: { readonly k: number; readonly regret: number };
}

/**
 * The regret of choosing by score, in units of the quality. Where scores are tied at the boundary
 * of the picks it is the expectation over ties broken by chance: of m picks from g tied items, the
 * r-th best of the g is the best that is picked with probability
 *
 *     m / (g - r + 1) * product over s < r of (1 - m / (g - s + 1))
 *
 * O(n log n).
 *
 * @param scores n finite numbers, higher for what is expected to be better
 * @param quality n finite numbers, higher for what is better, in the same order
 * @param k how many of the highest scores to take, from 1; all items if there are fewer
 * @returns a failure if the lists differ in length or hold a value that is not finite, if there
 *   are fewer than 2 items, or if k is no whole number from 1
 */
export function pickRegret(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  k: number,
): Result<PickRegret> {
  const problem = findListProblem([
    { name: 'score', values: scores },
    { name: 'quality', values: quality },
  ]);
  if (problem !== null) return failure(problem);
  if (!Number.isInteger(k) || k < 1) {
    return failure(`The number of picks is ${k}: it has to be a whole number from 1.`);
  }
  const items = scores.length;
  if (items < 2) {
    return failure(`There ${items === 1 ? 'is 1 item' : 'are 0 items'}: nothing to choose from.`);
  }
  const byScore = new Uint32Array(items)
    .map((_, item) => item)
    .sort((a, b) => scores[b]! - scores[a]! || quality[b]! - quality[a]!);
  let best = -Infinity;
  let worst = Infinity;
  for (let i = 0; i < items; i++) {
    best = Math.max(best, quality[i]!);
    worst = Math.min(worst, quality[i]!);
  }
  if (best - worst === Infinity) {
    return failure(`The qualities ${worst} and ${best} are too far apart for their difference.`);
  }
  const picks = Math.min(k, items);
  return success({
    items,
    bestPick: expectedRegret(byScore, scores, quality, 1, best),
    bestOf: { k: picks, regret: expectedRegret(byScore, scores, quality, picks, best) },
  });
}

/** @param byScore the items by falling score, and by falling quality where the score is equal */
function expectedRegret(
  byScore: Uint32Array,
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  picks: number,
  best: number,
): number {
  const boundary = scores[byScore[picks - 1]!]!;
  let from = 0;
  let sure = Infinity;
  while (scores[byScore[from]!]! > boundary) {
    sure = Math.min(sure, best - quality[byScore[from]!]!);
    from++;
  }
  let to = picks;
  while (to < byScore.length && boundary === scores[byScore[to]!]) to++;
  // Regrets are added up rather than qualities, so that no rounding makes the sum negative.
  let regret = 0;
  let noneYet = 1;
  for (let place = from; place < to && noneYet > 0; place++) {
    const chance = Math.min(1, (picks - from) / (to - place));
    regret += noneYet * chance * Math.min(sure, best - quality[byScore[place]!]!);
    noneYet *= 1 - chance;
  }
  return regret;
}
