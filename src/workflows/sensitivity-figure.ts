import type { RankDocument } from '../report/documents/rank-document.ts';
import type { FigureData } from '../report/page/report-page.ts';
import type { Capacities } from '../scoring/balance.ts';
import { compareIds } from '../scoring/rank-by-score.ts';
import { alphaSensitivity } from '../tuning/alpha-sensitivity.ts';
import type { MeasuredQuality } from './score-figures.ts';

/** A balance as a document describes it. */
type DescribedBalance = RankDocument['settings']['balance'];

/**
 * The figure of the agreement that other alphas give, on the candidates with a measured quality. None
 * under a formula, which has no alpha, and none for fewer than two such candidates.
 */
export function sensitivityFigure(
  candidates: readonly { readonly id: string; readonly capacity: Capacities }[],
  { direction, values }: MeasuredQuality,
  balance: DescribedBalance,
): FigureData[] {
  if ('formula' in balance) return [];
  const sign = direction === 'lower-is-better' ? -1 : 1;
  const rated = candidates.flatMap(({ id, capacity }) => {
    const quality = values.get(id);
    return quality === undefined ? [] : [{ id, capacity, quality: sign * quality }];
  });
  if (rated.length < 2) return [];
  rated.sort((a, b) => compareIds(a.id, b.id));
  const qualities = Float64Array.from(rated, ({ quality }) => quality);
  const items = alphaSensitivity(rated, qualities).map(({ alpha, agreement }) => ({
    alpha,
    kendallTauB: agreement?.kendallTauB ?? null,
    spearman: agreement?.spearman ?? null,
  }));
  return [{ kind: 'alpha', chosen: null, used: alphaOf(balance), items }];
}

/** The alpha of a balance; null where it has none, or one for each of two families. */
function alphaOf(balance: Exclude<DescribedBalance, { formula: string }>): number | null {
  if ('default' in balance) {
    const [only, ...others] = Object.values(balance.default);
    return others.length === 0 ? (only?.alpha ?? null) : null;
  }
  const { attention, feedForward, embedding } = balance;
  return embedding === 0 && attention + feedForward === 1 ? attention : null;
}
