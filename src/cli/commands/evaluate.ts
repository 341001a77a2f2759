import type { Command } from 'commander';
import { architectureKey } from '../../architecture/architecture-key.ts';
import { ARCHITECTURE_FIELDS, fieldOf } from '../../architecture/architecture-fields.ts';
import type { Architecture } from '../../architecture/architecture.ts';
import { parameterCount } from '../../capacity/parameter-count.ts';
import type { EngineOptions } from '../../engine/engine-options.ts';
import { openResumeFile } from '../../engine/resume-file.ts';
import type { LeaderboardRow } from '../../evaluation/leaderboard-row.ts';
import { leaderboard, type LeaderboardProxy } from '../../evaluation/leaderboard.ts';
import type { NoiseCeiling, RepeatedTruth } from '../../evaluation/noise-ceiling.ts';
import type { Candidate } from '../../formats/candidate-format.ts';
import type { Truth } from '../../truth/truth.ts';
import { nearestName } from '../../nearest-name.ts';
import type { Problem } from '../../problem.ts';
import { SPECTRAL_INITIALIZATIONS, type Proxy, type ProxySettings } from '../../proxies/proxy.ts';
import { estimateWork } from '../../proxies/estimate-work.ts';
import { scoreProxies } from '../../proxies/score-proxies.ts';
import { zerolm } from '../../proxies/zerolm.ts';
import { describeCeiling, describeLeaderboardRow } from '../../report/describe-leaderboard.ts';
import { describeNetworks } from '../../report/describe-networks.ts';
import { describeSettings } from '../../report/describe-settings.ts';
import { describeTruth, titleOfQuality } from '../../report/describe-truth.ts';
import { SCHEMA_VERSION, TOOL, type EvaluateDocument } from '../../report/documents.ts';
import { evaluateReport } from '../../report/evaluate-report.ts';
import { MAX_CAPACITY_BARS } from '../../report/page/report-page.ts';
import { renderPage } from '../../report/render-page.ts';
import { render } from '../../report/render.ts';
import type { Result } from '../../result.ts';
import { BatchScorer } from '../../scoring/batch-scorer.ts';
import { ClosedForm } from '../../scoring/closed-form.ts';
import { compareIds, rankByScore } from '../../scoring/rank-by-score.ts';
import { DEFAULT_SETTINGS } from '../../scoring/score-settings.ts';
import { evaluatePage, type MeasuredCapacity } from '../evaluate-page.ts';
import { engineOf, familyOf, settingsOf, warnOfIgnored } from '../options.ts';
import { openReport } from '../output-file.ts';
import { checkNetworks, networkSettingsOf, openTokens } from '../network-option.ts';
import { leaderboardWarnings } from '../leaderboard-warnings.ts';
import { warnOfFamilies } from '../warn-of-families.ts';
import { proxiesOf } from '../proxy-option.ts';
import { readAll } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { scorePlot, type ScoredPoints } from '../score-figures.ts';
import { printResult, printWarnings, wantsColor, withProgress } from '../terminal.ts';
import { directionOf, openTruth } from '../truth-option.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ENGINE, MEMORY } from '../options/engine-options.ts';
import { EVALUATION, NSC, RESUME } from '../options/evaluation-options.ts';
import { INPUT, EXPERTS, SKIPPING } from '../options/input-options.ts';
import { NETWORK } from '../options/network-options.ts';
import { FORMAT, REPORT, PLOT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { TRUTH_FILE, INTERVALS } from '../options/truth-options.ts';

const OPTIONS = {
  [COMMON]: {
    truth: TRUTH_FILE.truth,
    ...EVALUATION,
    ...REPORT,
    ...PLOT,
    ...FORMAT,
    ...SKIPPING,
  },
  'Scoring:': { ...SCORING, ...EXPERTS, ...NSC },
  'Ground truth:': { ...TRUTH_FILE, ...INTERVALS },
  'Networks:': NETWORK,
  'Engine:': { ...ENGINE, ...MEMORY, ...RESUME },
  'Input:': INPUT,
} as const satisfies OptionGroups;

type EvaluateOptions = CommandValues<typeof OPTIONS>;

/** `zerolm evaluate INPUT...`: how well each proxy ranks candidates of measured quality. */
export function addEvaluateCommand(program: Command): void {
  describeCommand(
    program
      .command('evaluate')
      .description('compare proxies on candidates of measured quality')
      .argument('<input...>', 'files with specs, folders of such files, or - for stdin'),
    OPTIONS,
    [
      'zerolm evaluate candidates.ndjson --truth results.csv',
      'zerolm evaluate my-models/ --truth results.csv --proxy all --within depth',
    ],
  ).action(evaluate);
}

async function evaluate(
  inputs: readonly string[],
  options: EvaluateOptions,
  command: Command,
): Promise<void> {
  const { baseline, within, budget: budgets, bestOf, resamples, seed, build, format } = options;
  const { plot = false, skipInvalid = false } = options;
  const proxies = proxiesOf(options.proxy, baseline);
  if (within !== undefined) checkField(within);
  const scoring = await settingsOf(options);
  const asked = command.getOptionValueSource('initialization') === 'cli';
  const tokens = await openTokens(options);
  const settings: ProxySettings = {
    scoring,
    sequenceLength: options.sequenceLength,
    nscShapes: options.nscShapes,
    spectralInitialization: asked ? options.initialization : null,
    network: networkSettingsOf(options, tokens),
    engine: engineOf(options),
  };
  const page = options.report === undefined ? null : await openReport(options.report);
  const { candidates, truth } = await readRated(inputs, options);
  const architectures = candidates.map(({ architecture }) => architecture);
  const runsNetworks = proxies.some(({ needs }) => needs === 'network');
  if (!runsNetworks) {
    const names = ['batch', 'tokens', 'loss', 'memoryLimit', 'resume'];
    warnOfIgnored(command, names, 'no proxy that runs the network is asked for');
  }
  await checkNetworks(proxies, candidates, settings, tokens, skipInvalid);
  const engine = runsNetworks ? withStore(settings.engine, options.resume) : settings.engine;
  const values = candidates.map(({ id }) => truth.values.get(id) ?? null);
  const direction = directionOf(truth, options);
  const { scored, table, parameters } = await withProgress(async (onProgress) => {
    const work = estimateWork(proxies, architectures, settings);
    const drawing = resamples * proxies.length * candidates.length * RESAMPLED_ITEM;
    const list = await scoreAllWith(proxies, candidates, { ...settings, engine }, (done, total) => {
      onProgress((work * done) / total, work + drawing);
    });
    const sizes = sizesOf(architectures);
    const repeats = repeatsOf(candidates, truth);
    return {
      scored: list,
      parameters: sizes.parameters,
      table: await leaderboard({
        proxies: list.map(({ leaderboard }) => leaderboard),
        truth: values,
        direction,
        sizes: sizes.parameters,
        matchingSizes: sizes.weights,
        ...(within !== undefined && {
          groups: architectures.map((architecture) => fieldOf(architecture, within) ?? null),
        }),
        budgets,
        bestOf,
        baseline,
        seed,
        resamples,
        ...(repeats !== null && { repeats }),
        onProgress: (done, total) => {
          onProgress(work + (drawing * done) / total, work + drawing);
        },
      }),
    };
  });
  const unscored = scored.flatMap(({ warning }) => (warning === null ? [] : [warning]));
  printWarnings(unscored);
  if (!table.ok) throw new Refusal([{ source: truth.source, path: '', message: table.reason }]);
  const { n, rows, noiseCeiling } = table.value;
  const ceiling = noiseCeiling?.ok === true ? noiseCeiling.value : null;
  const warnings: Problem[] = [
    ...(noiseCeiling === undefined ? [] : warningsOfCeiling(noiseCeiling, rows)),
    ...leaderboardWarnings(rows, namesOfUnscored(scored)),
  ];
  printWarnings(warnings);
  const families = new Set(architectures.map(({ family }) => family));
  warnOfFamilies(families);
  const document: EvaluateDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...describeSettings(scoring, build, families),
      ...familyOf(options),
      sequenceLength: settings.sequenceLength,
      nscShapes: settings.nscShapes,
      spectralInitialization:
        settings.spectralInitialization ??
        Object.fromEntries([...families].map((name) => [name, SPECTRAL_INITIALIZATIONS[name]])),
      truth: describeTruth(truth),
      bootstrap: { seed, resamples },
      ...(within !== undefined && { within }),
      budgets: [...budgets],
      bestOf,
      ...(runsNetworks && { network: describeNetworks(settings, tokens) }),
    },
    n,
    direction,
    baseline,
    missingTruth: candidates.flatMap(({ id }, index) => (values[index] === null ? [id] : [])),
    ...(ceiling !== null && { noiseCeiling: describeCeiling(ceiling) }),
    proxies: rows.map((row, index) =>
      describeLeaderboardRow(row, scored[index]?.milliseconds ?? 0),
    ),
  };
  const shown = shownOf(rows, scored, candidates, parameters, baseline);
  const quality = {
    name: titleOfQuality(document.settings.truth),
    direction,
    values: truth.values,
  };
  // Before anything is printed: a page that can't be written leaves no output behind.
  if (page !== null) {
    const capacities = await capacitiesOf(shown, candidates, settings);
    await page.write(
      await renderPage(
        evaluatePage({
          inputs,
          document,
          warnings: [...unscored, ...warnings],
          shown,
          quality,
          capacities,
        }),
      ),
    );
  }
  printResult(await render(evaluateReport(document), format, wantsColor(process.stdout)));
  if (format !== 'table') {
    warnOfIgnored(command, ['plot'], 'only a table has a plot under it');
  } else if (plot) {
    printResult(scorePlot(shown, quality));
  }
}

/** Milliseconds that a resample takes for each item and proxy. */
const RESAMPLED_ITEM = 7e-5;

function checkField(field: string): void {
  if (ARCHITECTURE_FIELDS.includes(field)) return;
  const nearest = nearestName(field, ARCHITECTURE_FIELDS);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw Refusal.of(`--within "${field}": expected ${ARCHITECTURE_FIELDS.join(', ')}${hint}`);
}

/** With the scores of `--resume`, where it is asked for; refuses a file that holds none. */
function withStore(engine: EngineOptions, path: string | undefined): EngineOptions {
  if (path === undefined) return engine;
  const opened = openResumeFile(path, (message) => {
    printWarnings([{ source: '--resume', path: '', message }]);
  });
  if (!opened.ok) throw Refusal.of(`--resume: ${opened.reason}`);
  return { ...engine, scores: opened.value };
}

/** The candidates, in the order of their ids, and their truth. */
async function readRated(
  inputs: readonly string[],
  options: EvaluateOptions,
): Promise<{ readonly candidates: readonly Candidate[]; readonly truth: Truth }> {
  const truthSource = await openTruth({ ...options, scores: true });
  const candidates = await readAll(inputs, options, printWarnings);
  for (const candidate of candidates) truthSource.add(candidate);
  const truth = truthSource.finish();
  if (truth === null) {
    throw Refusal.of(
      'no candidate has a measured quality: name a file with --truth, or put "scores" into the records',
    );
  }
  // The intervals resample the candidates by their place, which may not depend on the files.
  return { candidates: candidates.toSorted((a, b) => compareIds(a.id, b.id)), truth };
}

/** The proxies that have a score for no candidate. */
function namesOfUnscored(scored: readonly Scored[]): ReadonlySet<string> {
  const without = scored.filter(({ leaderboard }) =>
    leaderboard.scores.every((score) => score === null),
  );
  return new Set(without.map(({ leaderboard }) => leaderboard.name));
}

interface Scored {
  readonly leaderboard: LeaderboardProxy;
  /** Of candidates that it has no score for. */
  readonly warning: Problem | null;
  readonly milliseconds: number;
}

/** The scores of every proxy, higher for better, and the time that they took. */
async function scoreAllWith(
  proxies: readonly Proxy[],
  candidates: readonly Candidate[],
  settings: ProxySettings,
  onProgress: (done: number, total: number) => void,
): Promise<Scored[]> {
  const architectures = candidates.map(({ architecture }) => architecture);
  const all = await scoreProxies(proxies, architectures, settings, onProgress);
  return all.map(({ proxy: { name, direction }, results, milliseconds }) => {
    const sign = direction === 'lower-is-better' ? -1 : 1;
    const scores = results.map((result) => (result.ok ? sign * result.value : null));
    const failed = results.findIndex(({ ok }) => !ok);
    const first = results[failed];
    let warning: Problem | null = null;
    if (first !== undefined && !first.ok) {
      const count = results.filter(({ ok }) => !ok).length;
      const id = candidates[failed]?.id ?? '';
      const message = `no score for ${count} of ${results.length} candidates; of "${id}": ${first.reason}`;
      warning = { source: name, path: '', message };
    }
    const reason = first?.ok === false ? { reason: first.reason } : {};
    return { leaderboard: { name, scores, ...reason }, warning, milliseconds };
  });
}

/**
 * The scores of the proxy that the figures are about: of those that rank the candidates zerolm, or
 * else the first that is not there as the baseline alone.
 */
function shownOf(
  rows: readonly LeaderboardRow[],
  scored: readonly Scored[],
  candidates: readonly Candidate[],
  parameters: readonly number[],
  baseline: string,
): ScoredPoints {
  const ranking = scored
    .filter((_, index) => rows[index]?.ok === true)
    .map(({ leaderboard }) => leaderboard);
  const leaderboard =
    ranking.find(({ name }) => name === zerolm.name) ??
    ranking.find(({ name }) => name !== baseline) ??
    ranking[0];
  if (leaderboard === undefined) throw new Error('a leaderboard in which no proxy ranks anything');
  const points = candidates.flatMap(({ id }, index) => {
    const [score, size] = [leaderboard.scores[index], parameters[index]];
    return typeof score === 'number' && size !== undefined ? [{ id, score, cost: size }] : [];
  });
  return { scoreName: leaderboard.name, points };
}

/**
 * The capacities under the score, the best by the shown proxy first: of all where that is the ZeroLM
 * score, whose alpha is looked at, else of as many as a figure has; without those that have none.
 */
async function capacitiesOf(
  shown: ScoredPoints,
  candidates: readonly Candidate[],
  { scoring, engine }: ProxySettings,
): Promise<MeasuredCapacity[]> {
  const byId = new Map(candidates.map(({ id, architecture }) => [id, architecture]));
  const best = rankByScore(shown.points)
    .slice(0, shown.scoreName === zerolm.name ? undefined : MAX_CAPACITY_BARS)
    .flatMap(({ id }) => {
      const architecture = byId.get(id);
      return architecture === undefined ? [] : [{ id, architecture }];
    });
  const results = await new BatchScorer(scoring, engine).score(
    best.map(({ architecture }) => architecture),
  );
  return best.flatMap(({ id }, index) => {
    const result = results[index];
    return result?.ok === true ? [{ id, capacity: result.value.capacity }] : [];
  });
}

/** Parameters of each architecture, and of these those that are entries of weight matrices. */
function sizesOf(architectures: readonly Architecture[]): {
  readonly parameters: number[];
  readonly weights: number[];
} {
  const counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });
  const counted = architectures.map((architecture) => {
    const result = counter.score(architecture);
    if (!result.ok) throw Refusal.of(`the parameters of a candidate: ${result.reason}`);
    return result.value;
  });
  return {
    parameters: counted.map(({ parameters }) => parameters.total),
    weights: counted.map(
      ({ capacity }) => capacity.attention + capacity.feedForward + capacity.embedding,
    ),
  };
}

/**
 * What was measured several times: the runs behind the truth of a candidate, else architectures
 * that stand there several times; null where nothing was. Where there are both, the runs alone
 * count, of which the truth is the mean: what parts two listings of an architecture is not known.
 */
function repeatsOf(candidates: readonly Candidate[], truth: Truth): RepeatedTruth | null {
  const { runs, values } = truth;
  if (runs !== null) {
    return { runs: candidates.map(({ id }) => runs.get(id) ?? []), averaged: true };
  }
  const listed = new Map<string, number[]>();
  for (const { id, architecture } of candidates) {
    const value = values.get(id);
    if (value === undefined) continue;
    const key = architectureKey(architecture);
    const own = listed.get(key);
    if (own === undefined) listed.set(key, [value]);
    else own.push(value);
  }
  const all = [...listed.values()];
  return all.some(({ length }) => length > 1) ? { runs: all, averaged: false } : null;
}

/** Why there is no ceiling, or why it can't be one. */
function warningsOfCeiling(
  result: Result<NoiseCeiling>,
  rows: readonly LeaderboardRow[],
): Problem[] {
  const warn = (message: string): Problem[] => [{ source: '', path: '', message }];
  if (!result.ok) return warn(`no noise ceiling: ${result.reason}`);
  const { value, ci95 } = result.value.kendallTauB;
  const above = rows.find((row) => row.ok && row.kendallTauB.value > (ci95?.[1] ?? value));
  if (above?.ok !== true) return [];
  return warn(
    `the noise ceiling of tau-b, ${value.toFixed(3)}, is below what ${above.proxy} has, ${above.kendallTauB.value.toFixed(3)}: it is too low, because those that were measured more than once are not like the other candidates`,
  );
}
