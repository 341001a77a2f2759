import { signOf } from '../evaluation/truth-direction.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { formatProblem, type Problem } from '../problem.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { EvaluateDocument } from '../report/documents/evaluate-document.ts';
import { evaluateReport } from '../report/evaluate-report.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { readableSheet } from '../report/readable-columns.ts';
import type { ProxyRatings } from './rate-candidates.ts';
import { costFigure } from './score-figures.ts';

/** Candidates without a measured quality, and their scores by each proxy. */
interface UnratedScores {
  readonly candidates: readonly Candidate[];
  /** Of each proxy. */
  readonly ratings: readonly ProxyRatings[];
  readonly parameters: readonly number[];
  readonly baseline: string;
}

/** The scores of candidates without a measured quality, each in the direction of its proxy. */
export function listScores(
  { candidates, ratings, baseline }: UnratedScores,
  settings: EvaluateDocument['settings'],
): EvaluateDocument {
  const columns = ratings.map(({ leaderboard: { name, scores }, direction }) => {
    const sign = signOf(direction);
    return { name, scores: scores.map((score) => (score === null ? null : sign * score)) };
  });
  return {
    ...HEADING,
    settings,
    n: 0,
    baseline,
    missingTruth: candidates.map(({ id }) => id),
    proxies: columns.map(({ name, scores }, index) => ({
      proxy: name,
      n: scores.filter((score) => score !== null).length,
      reason: 'there is no truth',
      milliseconds: ratings[index]?.milliseconds ?? 0,
    })),
    scores: candidates.map(({ id }, index) => ({
      id,
      scores: Object.fromEntries(columns.map(({ name, scores }) => [name, scores[index] ?? null])),
    })),
  };
}

/** The page of scores without a truth: the first proxy that is not the baseline against parameters. */
export function scoresPage(
  inputs: readonly string[],
  document: EvaluateDocument,
  warnings: readonly Problem[],
  { candidates, ratings, parameters, baseline }: UnratedScores,
): ReportPage {
  const { main, others } = evaluateReport(document, false);
  const shown = ratings.find(({ leaderboard }) => leaderboard.name !== baseline) ?? ratings[0];
  const points = candidates.flatMap(({ id }, index) => {
    const score = shown?.leaderboard.scores[index] ?? null;
    return score === null ? [] : [{ id, score, cost: parameters[index] ?? null }];
  });
  return {
    title: 'zerolm evaluate',
    inputs,
    lead: main.title.split('\n'),
    warnings: warnings.map(formatProblem),
    figures: [costFigure({ scoreName: shown?.leaderboard.name ?? 'score', points })],
    sheets: [main, ...others].map(readableSheet),
    document,
  };
}
