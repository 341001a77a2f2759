import { titleOfQuality } from '../report/describe-truth.ts';
import type { TuneDocument } from '../report/documents/tune-document.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { tuneReport } from '../report/tune-report.ts';
import { joinCapacities, type Capacities } from '../scoring/balance.ts';
import { rankByScore } from '../scoring/rank-by-score.ts';
import { agreementFigures, capacityFigure, costFigure } from './score-figures.ts';

/** A candidate in the figures of a balance. */
export interface BalancedCandidate {
  readonly id: string;
  readonly capacity: Capacities;
  readonly parameters: number;
}

/**
 * The page of a chosen balance: all candidates under it, whether it was chosen by them or not.
 *
 * @param truth measured qualities by id; empty where there are none
 */
export function tunePage(
  inputs: readonly string[],
  document: TuneDocument,
  candidates: readonly BalancedCandidate[],
  truth: ReadonlyMap<string, number>,
): ReportPage {
  const { balance, alpha, sensitivity, warnings, settings } = document;
  const points = candidates.flatMap((candidate) => {
    const score = joinCapacities(
      { kind: 'coefficients', coefficients: balance },
      candidate.capacity,
    );
    return score.ok ? [{ ...candidate, cost: candidate.parameters, score: score.value }] : [];
  });
  const scored = { scoreName: 'score', points };
  const { main, others } = tuneReport(document);
  return {
    title: 'zerolm tune',
    inputs,
    lead: main.title.split('\n'),
    warnings,
    figures: [
      { kind: 'alpha', chosen: alpha ?? balance, items: sensitivity },
      ...(settings.truth === undefined
        ? []
        : agreementFigures(scored, {
            name: titleOfQuality(settings.truth),
            direction: settings.truth.direction,
            values: truth,
          })),
      costFigure(scored),
      capacityFigure('score', settings.balance, rankByScore(points), points.length),
    ],
    sheets: [
      { ...main, title: 'How the balance orders labels that it was and was not chosen by' },
      ...others,
    ],
    document,
  };
}
