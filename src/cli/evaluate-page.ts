import { formatProblem, type Problem } from '../problem.ts';
import { PROXIES } from '../proxies/registry.ts';
import { countsEmbedding } from '../report/describe-settings.ts';
import type { EvaluateDocument } from '../report/documents.ts';
import { evaluateReport } from '../report/evaluate-report.ts';
import type {
  CapacityData,
  FigureData,
  LeaderboardData,
  LeaderboardFigureRow,
  ReportPage,
} from '../report/page/report-page.ts';
import { readableSheet } from './readable-sheet.ts';
import {
  agreementFigures,
  costFigure,
  type MeasuredQuality,
  type ScoredPoints,
} from './score-figures.ts';
import { sensitivityFigure } from './sensitivity-figure.ts';

/** The capacities of one candidate. */
export type MeasuredCapacity = CapacityData['items'][number];

/** What `--report` of an evaluation is made of. */
export interface EvaluatePageData {
  readonly inputs: readonly string[];
  readonly document: EvaluateDocument;
  readonly warnings: readonly Problem[];
  /** The scores that the figures are about. */
  readonly shown: ScoredPoints;
  readonly quality: MeasuredQuality;
  /** The best by these scores first: of the best, or of all under the ZeroLM score. */
  readonly capacities: readonly MeasuredCapacity[];
}

/**
 * What `--report` writes of an evaluation. The time that was spent on the scores is left out: with
 * it no two pages of one input would be the same.
 */
export function evaluatePage(data: EvaluatePageData): ReportPage {
  const { inputs, document, warnings, shown, quality, capacities } = data;
  const { main, others } = evaluateReport(document, false);
  const correlations = { ...main, title: `Correlations with ${quality.name}` };
  return {
    title: 'zerolm evaluate',
    inputs,
    lead: main.title.split('\n'),
    warnings: warnings.map(formatProblem),
    figures: [leaderboardData(document), ...figuresOf(shown, quality, document, capacities)],
    sheets: [correlations, ...others].map(readableSheet),
    document,
  };
}

function figuresOf(
  shown: ScoredPoints,
  quality: MeasuredQuality,
  { settings }: EvaluateDocument,
  capacities: readonly MeasuredCapacity[],
): FigureData[] {
  return [
    ...agreementFigures(shown, quality),
    // Another proxy has no alpha.
    ...(PROXIES.get(shown.scoreName)?.hasAlpha === true
      ? sensitivityFigure(capacities, quality, settings.balance)
      : []),
    costFigure(shown),
    {
      kind: 'capacities',
      scoreName: shown.scoreName,
      countsEmbedding: countsEmbedding(settings.balance),
      items: capacities,
      total: shown.points.length,
    },
  ];
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
