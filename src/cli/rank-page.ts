import { paramsCost } from '../costs/params-cost.ts';
import { countsEmbedding } from '../report/describe-settings.ts';
import { titleOfQuality } from '../report/describe-truth.ts';
import type { RankDocument } from '../report/documents.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { rankReport } from '../report/rank-report.ts';
import type { Capacities } from '../scoring/balance.ts';
import { compareIds } from '../scoring/rank-by-score.ts';
import type { ChosenCost } from './cost-option.ts';
import { readableSheet } from './readable-sheet.ts';
import {
  agreementFigures,
  scorePlot,
  costFigure,
  type MeasuredQuality,
  type ScoredPoint,
} from './score-figures.ts';
import { sensitivityFigure } from './sensitivity-figure.ts';

/** A candidate as the page of a ranking needs it. */
export interface RankedPoint extends ScoredPoint {
  readonly capacity: Capacities;
}

/**
 * What `--report` writes of a ranking.
 *
 * @param candidates all of them; with `--top` the document has only the best
 */
export function rankPage(
  inputs: readonly string[],
  document: RankDocument,
  { points, cost }: { readonly points: readonly RankedPoint[]; readonly cost: ChosenCost | null },
  truth: ReadonlyMap<string, number>,
): ReportPage {
  const { main, others } = rankReport(document);
  const scored = { scoreName: 'score', points };
  const quality = qualityOf(document, truth);
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
            ...sensitivityFigure(points, quality, document.settings.balance),
          ]),
      costFigure(scored, cost ?? paramsCost),
      {
        kind: 'capacities',
        scoreName: 'score',
        countsEmbedding: countsEmbedding(document.settings.balance),
        items: document.ranking.toSorted((a, b) => a.rank - b.rank || compareIds(a.id, b.id)),
        total: points.length,
      },
    ],
    // With a cost the columns of all formats together are wider than paper.
    sheets: [...others, main].map(cost === null ? (sheet) => sheet : readableSheet),
    document,
  };
}

/** What `--plot` prints under the table of a ranking; empty where it has no agreement. */
export function rankPlot(
  document: RankDocument,
  points: readonly ScoredPoint[],
  truth: ReadonlyMap<string, number>,
): string {
  const quality = qualityOf(document, truth);
  return quality === null ? '' : scorePlot({ scoreName: 'score', points }, quality);
}

function qualityOf(
  { settings, evaluation }: RankDocument,
  values: ReadonlyMap<string, number>,
): MeasuredQuality | null {
  if (settings.truth === undefined || evaluation === undefined) return null;
  return { name: titleOfQuality(settings.truth), direction: evaluation.direction, values };
}
