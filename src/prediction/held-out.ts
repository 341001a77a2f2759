import type { Steps } from '../event-loop-break.ts';
import { bestAlpha } from '../tuning/best-alpha.ts';
import { balancedScores } from '../tuning/balanced-scores.ts';
import { correlationBetween } from '../tuning/agreement.ts';
import type { LabelledItem } from '../tuning/tuning-item.ts';
import { alphaBalance } from '../scoring/balance.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import { standardScaleOf, standardized } from './standard-scale.ts';

/** Kendall's tau-b with labels that had no part in a score; null where there is none. */
export interface HeldOutAgreement {
  /** Labels that the correlations rest on. */
  readonly n: number;
  /** Of predictions from all other labels. */
  readonly predicted: number | null;
  /** Of the prior score, which looks at no label. */
  readonly prior: number | null;
  /** Of the ZeroLM score with alpha chosen by the labels of other folds. */
  readonly tunedAlpha: number | null;
}

/** Most folds by which alpha is chosen: a label each, up to as many labels. */
const MAX_FOLDS = 50;

/** How well numbers order the labels, compared to the digits in which scores are. */
export function tauOf(scores: ArrayLike<number>, qualities: Float64Array): number | null {
  return correlationBetween('kendall', Float64Array.from(scores, roundForTies), qualities);
}

/**
 * The ZeroLM score of each labelled item with the alpha that the other folds choose, on the scale of
 * that alpha: z-scores, since scores of different alphas have no common scale. Label i is of fold
 * `i mod folds`. Null where some fold has no alpha.
 *
 * @param qualities of the items, higher is better
 */
export function* tunedAlphaScores(
  items: readonly LabelledItem[],
  qualities: Float64Array,
): Steps<Float64Array | null> {
  const folds = Math.min(MAX_FOLDS, items.length);
  const scores = new Float64Array(items.length);
  for (let fold = 0; fold < folds; fold++) {
    const isOther = (_: unknown, place: number): boolean => place % folds !== fold;
    const others = items.filter(isOther);
    const alpha = yield* bestAlpha(others, qualities.filter(isOther), 'kendall');
    if (!alpha.ok) return null;
    const all = balancedScores(alphaBalance(alpha.value), items);
    if (all === null) return null;
    const scale = standardScaleOf(all);
    for (let place = fold; place < items.length; place += folds) {
      scores[place] = standardized(all[place] ?? NaN, scale);
    }
  }
  return scores;
}
