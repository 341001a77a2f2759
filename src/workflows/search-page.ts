import { paramsCost } from '../costs/params-cost.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { readableSheet } from '../report/readable-columns.ts';
import { searchReport } from '../report/search-report.ts';
import type { ChosenCost } from './chosen-cost.ts';
import { costFigure, nameOfScore, type ScoredPoint } from './score-figures.ts';

/**
 * The page of a search.
 *
 * @param points the candidates that are listed, and all that an evolution has evaluated
 * @param cost against which they are drawn; parameters if null
 */
export function searchPage(
  document: SearchDocument,
  points: readonly ScoredPoint[],
  cost: ChosenCost | null,
): ReportPage {
  const { settings, heuristic, space } = document;
  const { main } = searchReport(document);
  const scored = { scoreName: nameOfScore(settings.proxy), points };
  return {
    title: 'zerolm search',
    inputs: [space],
    lead: main.title.split('\n'),
    warnings: [],
    figures: [
      costFigure(scored, cost ?? paramsCost),
      ...(heuristic === undefined
        ? []
        : [
            {
              kind: 'search-progress',
              measure: heuristic.measure,
              optimum: heuristic.exact?.value ?? null,
              items: heuristic.progress,
            } as const,
          ]),
    ],
    sheets: [cost === null ? main : readableSheet(main)],
    document,
  };
}
