import { mapInSteps, type Steps } from '../event-loop-break.ts';
import { alphaBalance, type Capacities } from '../scoring/balance.ts';
import { agreementBetween, type Agreement } from './agreement.ts';
import { ALPHA_GRID } from './alpha-grid.ts';
import { balancedScores } from './balanced-scores.ts';

/** What an alpha makes of all labelled items. */
export interface AlphaPoint {
  readonly alpha: number;
  /** Null where the scores under it are all equal, or one of them is no finite number. */
  readonly agreement: Agreement | null;
}

/**
 * The agreement of scores and qualities over the grid of alphas.
 *
 * @param quality of the items, larger is better
 * @param onProgress called with the alphas that were tried, and all of them
 */
export function alphaSensitivity(
  items: readonly { readonly capacity: Capacities }[],
  quality: Float64Array,
  onProgress: (done: number, total: number) => void = () => undefined,
): Steps<AlphaPoint[]> {
  return mapInSteps(ALPHA_GRID.entries(), ([index, alpha]) => {
    onProgress(index, ALPHA_GRID.length);
    const scores = balancedScores(alphaBalance(alpha), items);
    return { alpha, agreement: scores === null ? null : agreementBetween(scores, quality) };
  });
}
