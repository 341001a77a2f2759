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
 */
export function alphaSensitivity(
  items: readonly { readonly capacity: Capacities }[],
  quality: Float64Array,
): AlphaPoint[] {
  return ALPHA_GRID.map((alpha) => {
    const scores = balancedScores(alphaBalance(alpha), items);
    return { alpha, agreement: scores === null ? null : agreementBetween(scores, quality) };
  });
}
