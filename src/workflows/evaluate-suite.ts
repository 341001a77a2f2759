import { readSuite, type SuiteSet } from '../candidates/suite-file.ts';
import type { FriedmanTest } from '../evaluation/friedman-test.ts';
import { rankOverSets, type RankingOverSets } from '../evaluation/rank-over-sets.ts';
import { formatProblem, type Problem } from '../problem.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { EvaluateDocument } from '../report/documents/evaluate-document.ts';
import type { SuiteDocument } from '../report/documents/suite-document.ts';
import type { ReportPage } from '../report/page/report-page.ts';
import { readableSheet } from '../report/readable-columns.ts';
import { suiteReport } from '../report/suite-report.ts';
import { failure, success, type Result } from '../result.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { evaluate, type EvaluateRequest } from './evaluate.ts';
import { accepted, Refusal } from './refusal.ts';

/** The level of the critical difference. */
const ALPHA = 0.05;

/** What `evaluate --suite` is asked for; what a set states itself holds in place of what is here. */
export interface EvaluateSuiteRequest extends Omit<
  EvaluateRequest,
  | 'inputs'
  | 'ids'
  | 'truth'
  | 'truthColumn'
  | 'lowerIsBetter'
  | 'higherIsBetter'
  | 'beside'
  | 'emit'
  | 'plot'
> {
  /** A file that lists data sets: YAML or JSON. */
  readonly suite: string;
}

/** How well each proxy ranks the candidates of several data sets, and which differ over all of them. */
export const evaluateSuite = defineWorkflow(async (request: EvaluateSuiteRequest, run) => {
  const { suite, page = false, ...shared } = request;
  const sets = accepted(await readSuite(suite));
  const evaluated: SuiteDocument['sets'][number][] = [];
  const problems: Problem[] = [];
  for (const set of sets) {
    const outcome = await evaluateSet(set, shared, run);
    if (outcome.ok) evaluated.push(outcome.value);
    else problems.push(...outcome.reason);
  }
  if (problems.length > 0) throw new Refusal(problems);
  const proxies = evaluated[0]?.proxies.map(({ proxy }) => proxy) ?? [];
  if (proxies.length < 2) {
    throw Refusal.of(
      `--proxy: ${proxies.join()} alone can't be ranked among others: name at least 2 proxies`,
    );
  }
  const result = rankOverSets(
    {
      proxies,
      sets: evaluated.map((set) => ({
        name: set.name,
        correlations: set.proxies.map((row) => tauOf(row, set.settings.within)),
      })),
    },
    ALPHA,
  );
  const warnings = warningsOf(result);
  run.warn(warnings);
  const document = describeSuite(suite, result, evaluated);
  return {
    document,
    ...(page && { page: suitePage(document, warnings) }),
  };
});

type ProxyRow = EvaluateDocument['proxies'][number];

/** The tau of a proxy on a set: within what was asked for, or else tau-b. */
function tauOf(row: ProxyRow, within: string | undefined): Result<number> {
  if (!('kendallTauB' in row)) return failure(row.reason);
  if (within === undefined) return success(row.kendallTauB.value);
  if (row.within === undefined) return failure(`There is no tau within ${within}.`);
  return 'value' in row.within ? success(row.within.value) : failure(row.within.reason);
}

async function evaluateSet(
  { name, inputs, column, direction, truth, build, family, within }: SuiteSet,
  shared: Omit<EvaluateSuiteRequest, 'suite' | 'page'>,
  { warn, onProgress }: WorkflowRun,
): Promise<Result<SuiteDocument['sets'][number], Problem[]>> {
  const outcome = await evaluate(
    {
      ...shared,
      inputs,
      ...(truth !== undefined && { truth }),
      ...(column !== undefined && { truthColumn: column }),
      ...(direction === 'lower-is-better' && { lowerIsBetter: true }),
      ...(direction === 'higher-is-better' && { higherIsBetter: true }),
      ...(build !== undefined && { build }),
      ...(family !== undefined && { family }),
      ...(within !== undefined && { within }),
    },
    { onProgress },
  );
  const ofSet = (problems: readonly Problem[]): Problem[] =>
    problems.map((problem) => ({
      ...problem,
      source: problem.source === '' ? `set ${name}` : `set ${name}: ${problem.source}`,
    }));
  warn(ofSet(outcome.warnings));
  if (!outcome.ok) return failure(ofSet(outcome.problems));
  const { schemaVersion: _, tool: __, ...document } = outcome.value.document;
  if (document.direction === undefined) {
    const message = 'no candidate has a measured quality: name a truth';
    return failure(ofSet([{ source: '', path: '', message }]));
  }
  const taus = document.proxies.map((row): [string, number | null] => {
    const tau = tauOf(row, document.settings.within);
    return [row.proxy, tau.ok ? tau.value : null];
  });
  return success({ name, inputs: [...inputs], taus: Object.fromEntries(taus), ...document });
}

function warningsOf({ leftOut, difference }: RankingOverSets): Problem[] {
  const warnings = leftOut.map(({ proxy, set, reason }) => ({
    source: proxy,
    path: '',
    message: `left out of the mean ranks: it has no tau on the set ${set}. ${reason}`,
  }));
  if (difference.ok) return warnings;
  return [...warnings, { source: '', path: '', message: `no mean ranks. ${difference.reason}` }];
}

function describeSuite(
  suite: string,
  { ranking, leftOut, difference }: RankingOverSets,
  sets: SuiteDocument['sets'],
): SuiteDocument {
  const groups = difference.ok ? difference.value.nemenyi.groups : [];
  return {
    ...HEADING,
    settings: { suite, alpha: ALPHA },
    ranking: ranking.map(({ proxy, meanRank, meanCorrelation }, place) => ({
      proxy,
      meanRank,
      meanTau: meanCorrelation,
      groups: groups.flatMap((group, index) => (group.includes(place) ? [index + 1] : [])),
    })),
    leftOut,
    friedman: difference.ok ? friedmanOf(difference.value.friedman) : { reason: difference.reason },
    criticalDifference: difference.ok ? difference.value.nemenyi.value : null,
    sets,
  };
}

function friedmanOf({ statistic, degreesOfFreedom, p, f }: FriedmanTest) {
  return {
    statistic,
    degreesOfFreedom,
    p,
    f: {
      statistic: Number.isFinite(f.statistic) ? f.statistic : null,
      degreesOfFreedom: [...f.degreesOfFreedom],
      p: f.p,
    },
  };
}

/** The page of a suite; that of a set is written by `evaluate` alone. */
function suitePage(document: SuiteDocument, warnings: readonly Problem[]): ReportPage {
  const { main, others } = suiteReport(document);
  const { ranking, criticalDifference, sets } = document;
  const items = ranking.map(({ proxy, meanRank, groups }) => ({ name: proxy, meanRank, groups }));
  return {
    title: 'zerolm evaluate --suite',
    inputs: sets.flatMap(({ inputs }) => inputs),
    lead: main.title.split('\n'),
    warnings: warnings.map(formatProblem),
    figures: [
      {
        kind: 'critical-difference',
        items: criticalDifference === null ? [] : items,
        criticalDifference: criticalDifference ?? 0,
        sets: sets.length,
      },
    ],
    sheets: [{ ...main, title: 'Proxies by mean rank' }, ...others].map(readableSheet),
    document,
  };
}
