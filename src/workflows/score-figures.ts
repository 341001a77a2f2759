import type { Cost } from '../costs/cost.ts';
import { paramsCost } from '../costs/params-cost.ts';
import { compareOrders } from '../evaluation/compare-orders.ts';
import type { TruthDirection } from '../evaluation/evaluate-scores.ts';
import { paretoFront } from '../evaluation/pareto-front.ts';
import type { FigureData } from '../report/page/report-page.ts';
import type { ScorePlot } from '../report/render-plot.ts';
import { compareIds } from '../scoring/rank-by-score.ts';

/** A candidate as the figures of its score need it. */
export interface ScoredPoint {
  readonly id: string;
  readonly score: number;
  /** Parameters, unless another cost is named. */
  readonly cost: number;
}

/** Candidates under one score. */
export interface ScoredPoints {
  /** What the score is called, as `score` or the name of a proxy. */
  readonly scoreName: string;
  readonly points: readonly ScoredPoint[];
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
  const points = sorted(scored);
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
