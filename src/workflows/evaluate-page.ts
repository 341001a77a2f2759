import type { Candidate } from '../formats/candidate-format.ts';
import { formatProblem, type Problem } from '../problem.ts';
import type { ProxySettings } from '../proxy-parts/proxy.ts';
import type { EvaluateDocument } from '../report/documents/evaluate-document.ts';
import { evaluateReport } from '../report/evaluate-report.ts';
import { bestFirst } from '../report/best-first.ts';
import { readableSheet } from '../report/readable-columns.ts';
import {
  MAX_CAPACITY_BARS,
  type CapacityData,
  type LeaderboardData,
  type LeaderboardFigureRow,
  type ReportPage,
} from '../report/page/report-page.ts';
import { BatchScorer } from '../scoring/batch-scorer.ts';
import { rankByScore } from '../scoring/rank-by-score.ts';
import { hasAlpha } from './chosen-proxies.ts';
import type { WorkflowRun } from './define-workflow.ts';
import type { ProxyRatings } from './rate-candidates.ts';
import {
  agreementFigures,
  capacityFigure,
  costFigure,
  sensitivityFigure,
  type MeasuredQuality,
  type ScoredPoints,
} from './score-figures.ts';

/** What the figures of an evaluation show. */
export interface EvaluateFigures {
  /** The scores of one proxy. */
  readonly shown: ScoredPoints;
  readonly quality: MeasuredQuality;
}

/** What the page of an evaluation is made of. */
interface EvaluatePageData extends EvaluateFigures {
  readonly inputs: readonly string[];
  readonly document: EvaluateDocument;
  readonly warnings: readonly Problem[];
  readonly candidates: readonly Candidate[];
  readonly settings: ProxySettings;
  readonly run: WorkflowRun;
}

/**
 * The figures show, of the proxies that rank the candidates, the one with an alpha, or else the
 * first that is not the baseline.
 */
export function evaluateFigures(
  { proxies, baseline }: EvaluateDocument,
  quality: MeasuredQuality,
  candidates: readonly Candidate[],
  ratings: readonly ProxyRatings[],
  parameters: readonly number[],
): EvaluateFigures {
  const ranking = ratings.flatMap(({ leaderboard }, index) =>
    'kendallTauB' in (proxies[index] ?? {}) ? [leaderboard] : [],
  );
  const shown =
    ranking.find(({ name }) => hasAlpha(name)) ??
    ranking.find(({ name }) => name !== baseline) ??
    ranking[0];
  if (shown === undefined) throw new Error('a leaderboard in which no proxy ranks anything');
  const points = candidates.flatMap(({ id }, index) => {
    const [score, cost] = [shown.scores[index], parameters[index]];
    return typeof score === 'number' && cost !== undefined ? [{ id, score, cost }] : [];
  });
  return {
    shown: { scoreName: shown.name, points },
    quality,
  };
}

/**
 * The page of an evaluation. The time that the scores took is left out: with it no two pages of one
 * input would be equal.
 */
export async function evaluatePage(data: EvaluatePageData): Promise<ReportPage> {
  const { inputs, document, warnings, shown, quality } = data;
  const { balance } = document.settings;
  const { main, others } = evaluateReport(document, false);
  const correlations = { ...main, title: `Correlations with ${quality.name}` };
  const capacities = await capacitiesOf(data);
  return {
    title: 'zerolm evaluate',
    inputs,
    lead: main.title.split('\n'),
    warnings: warnings.map(formatProblem),
    figures: [
      leaderboardData(document),
      ...agreementFigures(shown, quality),
      ...(hasAlpha(shown.scoreName)
        ? await data.run.inSlices(sensitivityFigure(capacities, quality, balance))
        : []),
      costFigure(shown),
      capacityFigure(shown.scoreName, balance, capacities, shown.points.length),
    ],
    sheets: [correlations, ...others].map(readableSheet).map(bestFirst),
    document,
  };
}

/**
 * The capacities, the best by the shown proxy first: of all where a figure varies alpha, else of as
 * many as a figure has bars; without those that have none.
 */
async function capacitiesOf({
  shown,
  candidates,
  settings: { scoring, engine },
  run: { step },
}: EvaluatePageData): Promise<CapacityData['items']> {
  const byId = new Map(candidates.map(({ id, architecture }) => [id, architecture]));
  const best = rankByScore(shown.points)
    .slice(0, hasAlpha(shown.scoreName) ? undefined : MAX_CAPACITY_BARS)
    .flatMap(({ id }) => {
      const architecture = byId.get(id);
      return architecture === undefined ? [] : [{ id, architecture }];
    });
  const results = await new BatchScorer(scoring, engine).score(
    best.map(({ architecture }) => architecture),
    step('measured', 'candidates of the figures', best.length),
  );
  return best.flatMap(({ id }, index) => {
    const result = results[index];
    return result?.ok === true ? [{ id, capacity: result.value.capacity }] : [];
  });
}

/** The proxies by their tau-b, the highest first; those without one at the end. */
function leaderboardData({ proxies, baseline, noiseCeiling }: EvaluateDocument): LeaderboardData {
  const rows = proxies.map((row): LeaderboardFigureRow => {
    if (!('kendallTauB' in row)) return { name: row.proxy, correlation: null, verdict: null };
    const { kendallTauB, versusBaseline } = row;
    const { value, ci95 } = kendallTauB;
    return {
      name: row.proxy,
      correlation: { value, ci95 },
      verdict:
        versusBaseline !== null && 'verdict' in versusBaseline ? versusBaseline.verdict : null,
    };
  });
  const heightOf = ({ correlation }: LeaderboardFigureRow): number => correlation?.value ?? -2;
  return {
    kind: 'leaderboard',
    correlationName: "Kendall's tau-b",
    baseline,
    noiseCeiling: noiseCeiling?.kendallTauB ?? null,
    rows: rows.toSorted((a, b) => heightOf(b) - heightOf(a)),
  };
}
