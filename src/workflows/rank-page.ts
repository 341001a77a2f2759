import type { Steps } from '../event-loop-break.ts';
import { paramsCost } from '../costs/params-cost.ts';
import { titleOfQuality } from '../report/describe-truth.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { rankReport } from '../report/rank-report.ts';
import type { ScorePlot } from '../report/text-scatter.ts';
import type { Capacities } from '../scoring/balance.ts';
import { rankByScore } from '../scoring/rank-by-score.ts';
import type { ChosenCost } from './chosen-cost.ts';
import { readableSheet } from '../report/readable-columns.ts';
import {
  agreementFigures,
  capacityFigure,
  costFigure,
  nameOfScore,
  scorePlot,
  sensitivityFigure,
  type MeasuredQuality,
  type ScoredPoint,
  type ScoredPoints,
} from './score-figures.ts';

/** A candidate in the figures of a ranking. */
export interface RankedPoint extends ScoredPoint {
  readonly capacity: Capacities;
}

/** What the figures of a ranking show. */
export interface RankFigures {
  readonly document: RankDocument;
  /** All candidates; the document may list only the best. */
  readonly points: readonly RankedPoint[];
  /** Measured qualities by id; empty where there are none. */
  readonly truth: ReadonlyMap<string, number>;
}

/** The page of a ranking. */
export function* rankPage(
  inputs: readonly string[],
  figures: RankFigures,
  cost: ChosenCost | null,
): Steps<ReportPage> {
  const { document, points } = figures;
  const { main, others } = rankReport(document);
  const { balance, proxy, top } = document.settings;
  const scored = scoredPoints(figures);
  const quality = qualityOf(figures);
  yield;
  const best = rankByScore(points).slice(0, top);
  yield;
  return {
    title: 'zerolm rank',
    inputs,
    lead: main.title.split('\n'),
    warnings: [],
    figures: [
      ...(quality === null
        ? []
        : [
            ...agreementFigures(scored, quality),
            ...(proxy === undefined ? yield* sensitivityFigure(points, quality, balance) : []),
          ]),
      costFigure(scored, cost ?? paramsCost),
      ...(proxy === undefined
        ? [capacityFigure(scored.scoreName, balance, best, points.length)]
        : []),
    ],
    // With a cost the columns of all formats together are wider than paper.
    sheets: [...others, main].map(cost === null ? (sheet) => sheet : readableSheet),
    document,
  };
}

/** The plot of a ranking; null where it has no agreement. */
export function rankPlot(figures: RankFigures): ScorePlot | null {
  const quality = qualityOf(figures);
  return quality === null ? null : scorePlot(scoredPoints(figures), quality);
}

function scoredPoints({ document, points }: RankFigures): ScoredPoints {
  return { scoreName: nameOfScore(document.settings.proxy), points };
}

function qualityOf({ document, truth }: RankFigures): MeasuredQuality | null {
  const { settings, evaluation } = document;
  if (settings.truth === undefined || evaluation === undefined) return null;
  const name = titleOfQuality(settings.truth);
  return { name, direction: evaluation.direction, values: truth };
}
