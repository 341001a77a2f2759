import { compareOrders } from '../evaluation/compare-orders.ts';
import { paretoFront } from '../evaluation/pareto-front.ts';
import { countsEmbedding } from '../report/describe-settings.ts';
import { titleOfQuality } from '../report/describe-truth.ts';
import type { RankDocument } from '../report/documents.ts';
import type { FigureData, ReportPage } from '../report/page/report-page.ts';
import { rankReport } from '../report/rank-report.ts';
import { textScatter } from '../report/text-scatter.ts';
import { compareIds } from '../scoring/rank-by-score.ts';

/** A candidate as the figures of a ranking need it; with `--top` the document has only the best. */
export interface RankedPoint {
  readonly id: string;
  readonly score: number;
  readonly parameters: number;
}

/** What `--report` writes of a ranking. */
export function rankPage(
  inputs: readonly string[],
  document: RankDocument,
  points: readonly RankedPoint[],
  truth: ReadonlyMap<string, number>,
): ReportPage {
  // By id, so that the order in which the files came changes nothing.
  const sorted = points.toSorted((a, b) => compareIds(a.id, b.id));
  const onFront = paretoFront(sorted.map(({ parameters, score }) => ({ cost: parameters, score })));
  const best = document.ranking.toSorted((a, b) => a.rank - b.rank || compareIds(a.id, b.id));
  return {
    title: 'zerolm rank',
    inputs,
    report: rankReport(document),
    figures: [
      ...agreementFigures(document, sorted, truth),
      {
        kind: 'size',
        scoreName: 'score',
        items: sorted.map((point, index) => ({ ...point, onFront: onFront[index] === true })),
      },
      {
        kind: 'capacities',
        countsEmbedding: countsEmbedding(document.settings.balance),
        items: best,
        total: points.length,
      },
    ],
  };
}

function agreementFigures(
  { settings, evaluation }: RankDocument,
  points: readonly RankedPoint[],
  truth: ReadonlyMap<string, number>,
): FigureData[] {
  if (settings.truth === undefined || evaluation === undefined) return [];
  const { direction } = evaluation;
  const items = compareOrders(rated(points, truth), direction);
  const common = { scoreName: 'score', truthName: titleOfQuality(settings.truth), items };
  return [
    { kind: 'score-truth', direction, ...common },
    { kind: 'rank-differences', ...common },
  ];
}

/** What `--plot` prints under the table of a ranking; empty where it has no agreement. */
export function rankPlot(
  { settings, evaluation }: RankDocument,
  points: readonly RankedPoint[],
  truth: ReadonlyMap<string, number>,
): string {
  if (settings.truth === undefined || evaluation === undefined) return '';
  const drawn = textScatter({
    points: rated(points, truth).map(({ score, truth: quality }) => ({ x: score, y: quality })),
    xLabel: 'score',
    yLabel: `${titleOfQuality(settings.truth)}, ${evaluation.direction.replaceAll('-', ' ')}`,
  });
  return `\n${drawn}`;
}

function rated(
  points: readonly RankedPoint[],
  truth: ReadonlyMap<string, number>,
): { id: string; score: number; truth: number }[] {
  return points.flatMap(({ id, score }) => {
    const quality = truth.get(id);
    return quality === undefined ? [] : [{ id, score, truth: quality }];
  });
}
