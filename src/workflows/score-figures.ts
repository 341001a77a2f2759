import type { Cost } from '../costs/cost.ts';
import { paramsCost } from '../costs/params-cost.ts';
import { compareOrders } from '../evaluation/compare-orders.ts';
import { paretoFront } from '../evaluation/pareto-front.ts';
import { signOf, type TruthDirection } from '../evaluation/truth-direction.ts';
import { countsEmbedding } from '../report/describe-settings.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import type { AlphaData, CapacityData, FigureData } from '../report/page/report-page.ts';
import type { ScorePlot } from '../report/text-scatter.ts';
import { compareIds } from '../scoring/rank-by-score.ts';
import type { Steps } from '../event-loop-break.ts';
import { alphaSensitivity, type AlphaPoint } from '../tuning/alpha-sensitivity.ts';

/** A candidate as the figures of its score need it. */
export interface ScoredPoint {
  readonly id: string;
  readonly score: number;
  /** Parameters, unless another cost is named; null where it was not measured. */
  readonly cost: number | null;
}

/** Candidates under one score. */
export interface ScoredPoints {
  /** What the score is called, as `score` or the name of a proxy. */
  readonly scoreName: string;
  readonly points: readonly ScoredPoint[];
}

/** What a figure calls the score; higher is better. */
export function nameOfScore(proxy: RankDocument['settings']['proxy']): string {
  if (proxy === undefined) return 'score';
  return `${proxy.direction === 'lower-is-better' ? 'minus ' : ''}${proxy.name}`;
}

/** A measured quality that scores are compared with. */
export interface MeasuredQuality {
  readonly name: string;
  readonly direction: TruthDirection;
  /** By id; candidates without one are not there. */
  readonly values: ReadonlyMap<string, number>;
}

/** Scores against a measured quality: item by item, and by places. */
export function agreementFigures(
  scored: ScoredPoints,
  { name, direction, values }: MeasuredQuality,
): FigureData[] {
  const items = compareOrders(rated(sorted(scored), values), direction);
  const common = { scoreName: scored.scoreName, truthName: name, items };
  return [
    { kind: 'score-truth', direction, ...common },
    { kind: 'rank-differences', ...common },
  ];
}

/**
 * Scores against a cost.
 *
 * @param cost what the points have as such
 */
export function costFigure(
  scored: ScoredPoints,
  { subject, unit }: Pick<Cost, 'subject' | 'unit'> = paramsCost,
): FigureData {
  const points = sorted(scored).flatMap(({ id, score, cost }) =>
    cost === null ? [] : [{ id, score, cost }],
  );
  const onFront = paretoFront(points);
  return {
    kind: 'cost',
    scoreName: scored.scoreName,
    subject,
    unit,
    items: points.map(({ id, cost, score }, index) => ({
      id,
      cost,
      score,
      onFront: onFront[index] === true,
    })),
  };
}

/** Scores against a measured quality, to be plotted as text. */
export function scorePlot(
  { scoreName, points }: ScoredPoints,
  { name, direction, values }: MeasuredQuality,
): ScorePlot {
  return { scoreName, truthName: name, direction, items: rated(points, values) };
}

/** The agreement under each alpha; null where there is none. */
export function describeSensitivity(points: readonly AlphaPoint[]): AlphaData['items'] {
  return points.map(({ alpha, agreement }) => ({
    alpha,
    kendallTauB: agreement?.kendallTauB ?? null,
    spearman: agreement?.spearman ?? null,
  }));
}

/**
 * The capacities of candidates under a balance.
 *
 * @param items the best first
 * @param total how many candidates there are in all
 */
export function capacityFigure(
  scoreName: string,
  balance: DescribedBalance,
  items: CapacityData['items'],
  total: number,
): FigureData {
  const counts = countsEmbedding(balance);
  return { kind: 'capacities', scoreName, countsEmbedding: counts, items, total };
}

/** A balance as a document describes it. */
type DescribedBalance = RankDocument['settings']['balance'];

/**
 * The figure of the agreement that other alphas give, on the candidates with a measured quality. None
 * under a formula, which has no alpha, and none for fewer than two such candidates.
 */
export function* sensitivityFigure(
  candidates: CapacityData['items'],
  { direction, values }: MeasuredQuality,
  balance: DescribedBalance,
): Steps<FigureData[]> {
  if ('formula' in balance) return [];
  const sign = signOf(direction);
  const rated = candidates.flatMap(({ id, capacity }) => {
    const quality = values.get(id);
    return quality === undefined ? [] : [{ id, capacity, quality: sign * quality }];
  });
  if (rated.length < 2) return [];
  rated.sort((a, b) => compareIds(a.id, b.id));
  const qualities = Float64Array.from(rated, ({ quality }) => quality);
  const items = describeSensitivity(yield* alphaSensitivity(rated, qualities));
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

/** By id, so that the order in which the files came changes nothing. */
function sorted({ points }: ScoredPoints): ScoredPoint[] {
  return points.toSorted((a, b) => compareIds(a.id, b.id));
}

function rated(
  points: readonly ScoredPoint[],
  values: ReadonlyMap<string, number>,
): { id: string; score: number; truth: number }[] {
  return points.flatMap(({ id, score }) => {
    const truth = values.get(id);
    return truth === undefined ? [] : [{ id, score, truth }];
  });
}
