import { mapInSteps, type Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';
import { alphaBalance } from '../scoring/balance.ts';
import { correlationBetween } from './agreement.ts';
import { ALPHA_GRID } from './alpha-grid.ts';
import { balancedScores } from './balanced-scores.ts';
import type { LabelledItem } from './tuning-item.ts';
import type { TuningCorrelation } from './tuning-options.ts';

/** How many of the best alphas are averaged. */
const AVERAGED = 2;

/**
 * The alpha of the paper's benchmark sampling: every alpha of the grid is ranked by the correlation
 * that it gives on the labelled items, and the best two are averaged.
 *
 * A few items have few values of a rank correlation, and neighbouring alphas often share the best.
 * The paper leaves open which of them to take; here those nearest to the mean of the best come
 * first (then the smaller): in the middle of a plateau a change of items does the least harm.
 *
 * @param quality of the items, larger is better
 * @returns a failure where no alpha has a correlation: the scores, or the qualities, are all equal
 *
 * Source: arXiv 2503.18646.
 */
export function* bestAlpha(
  items: readonly LabelledItem[],
  quality: Float64Array,
  correlation: TuningCorrelation,
): Steps<Result<number>> {
  const found = yield* mapInSteps(ALPHA_GRID, (alpha) => {
    const scores = balancedScores(alphaBalance(alpha), items);
    const value = scores === null ? null : correlationBetween(correlation, scores, quality);
    return value === null ? [] : [{ alpha, value }];
  });
  const tried = found.flat();
  if (tried.length === 0) {
    return failure(
      `no alpha from ${ALPHA_GRID[0] ?? 0} to ${ALPHA_GRID.at(-1) ?? 0} has a correlation: on the ${items.length} labelled candidates it looks at, all scores or all qualities are equal; use others (another --seed) or more`,
    );
  }
  const highest = Math.max(...tried.map(({ value }) => value));
  const middle = mean(tried.filter(({ value }) => value === highest).map(({ alpha }) => alpha));
  const [first, ...others] = tried
    .map(({ alpha, value }) => ({ alpha, value, distance: tenths(Math.abs(alpha - middle)) }))
    .sort((a, b) => b.value - a.value || a.distance - b.distance || a.alpha - b.alpha);
  const best = [first, ...others.slice(0, AVERAGED - 1)].flatMap((point) =>
    point === undefined ? [] : [point.alpha],
  );
  return success(Number(mean(best).toPrecision(15)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Distances that differ by float noise alone are equal. */
function tenths(distance: number): number {
  return Number(distance.toFixed(9));
}
