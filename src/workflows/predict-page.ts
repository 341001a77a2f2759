import type { Label } from '../prediction/label-model.ts';
import { titleOfQuality } from '../report/describe-truth.ts';
import type { PredictDocument } from '../report/documents/predict-document.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { predictReport } from '../report/predict-report.ts';
import { compareIds } from '../scoring/rank-by-score.ts';

/**
 * The page of a prediction, with the figure of it where there is a prior to draw it against; without
 * labels, the table of suggestions alone.
 *
 * @param ranking all candidates; the document may list only the first
 * @param labels those that the prediction rests on, which a kept model holds
 */
export function predictPage(
  inputs: readonly string[],
  document: PredictDocument,
  ranking: PredictDocument['ranking'],
  labels: readonly Label[],
): ReportPage {
  const { settings, advice } = document;
  const { main, others } = predictReport(document);
  const kept = new Map(labels.map(({ id, quality }) => [id, quality]));
  const items = ranking.flatMap(({ id, prior, mean, standardDeviation, label }) =>
    prior === null
      ? []
      : [{ id, prior, mean, standardDeviation, label: label ?? kept.get(id) ?? null }],
  );
  return {
    title: 'zerolm predict',
    inputs,
    lead: main.title.split('\n').filter((line) => !line.startsWith('note: ')),
    warnings: advice,
    figures: [
      {
        kind: 'prediction',
        priorName: `prior: ${settings.prior}, standardized`,
        qualityName: settings.truth === undefined ? 'kept' : titleOfQuality(settings.truth),
        items: items.sort((a, b) => compareIds(a.id, b.id)),
      },
    ],
    sheets: [...others, main],
    document,
  };
}
