import { availableParallelism } from 'node:os';
import type { Family } from '../architecture/family.ts';
import { findStatistic } from '../capacity/find-statistic.ts';
import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import { DEFAULT_MEMORY_LIMIT, type EngineOptions } from '../engine/engine-options.ts';
import {
  distributionOf,
  type InitializationScheme,
} from '../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
import { describeSettings } from '../report/describe-settings.ts';
import type { ScoreDocument } from '../report/documents/score-document.ts';
import { alphaBalance, formulaBalance, type Balance } from '../scoring/balance.ts';
import {
  DEFAULT_SETTINGS,
  type BalanceOrigin,
  type ScoreSettings,
} from '../scoring/score-settings.ts';
import { QUANTITY_NAMES, quantitiesOf } from '../search-space/quantities.ts';
import type { Warn } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { InitializerRanges } from './initializer-ranges.ts';
import { describeReading, type ReadingRequest } from './read-inputs.ts';
import { acceptedFor, Refusal } from './refusal.ts';
import { BALANCE_FIELDS, type ScoringRequest } from './scoring-request.ts';

/** How architectures are scored, checked and complete. */
export interface Scoring {
  readonly settings: ScoreSettings;
  readonly engine: EngineOptions;
  readonly reading: ReadingRequest & Required<Pick<ReadingRequest, 'build' | 'experts'>>;
  /** Through which every candidate goes before it is scored. */
  readonly ranges: InitializerRanges;
}

/**
 * The scoring that a request asks for; refuses what does not go together.
 *
 * @param measuresMore whether models are measured or run besides their score
 */
export async function openScoring(
  request: ScoringRequest,
  warn: Warn,
  measuresMore = false,
): Promise<Scoring> {
  let complete: ScoringRequest & { readonly origin?: BalanceOrigin } = request;
  if (request.settings !== undefined) {
    // Loaded only for such a file.
    const { applySettingsFile } = await import('./apply-settings-file.ts');
    complete = await applySettingsFile(request, request.settings, warn);
  }
  const { mode = DEFAULT_SETTINGS.mode } = complete;
  if (mode === 'expected' && !measuresMore) {
    warnOfIgnored(request, ['memoryLimit'], 'an expected score measures no weights', warn);
  }
  return {
    settings: settingsOf(complete),
    engine: engineOf(complete, warn),
    reading: readingOf(complete),
    ranges: new InitializerRanges(complete.initializerRange),
  };
}

/** How a request has records read. */
export function readingOf({
  build = 'default',
  family,
  experts = 'all',
}: ReadingRequest): Scoring['reading'] {
  return { build, ...(family !== undefined && { family }), experts };
}

/** The scoring as the settings of a document carry it. */
export function describeScoring(
  { settings, reading, ranges }: Scoring,
  families: Iterable<Family>,
): ScoreDocument['settings'] {
  const { setting, declared } = ranges;
  return {
    ...describeSettings(settings, reading.build, families),
    ...describeReading(reading),
    initializerRange: setting,
    ...(declared !== null && { declaredRanges: declared }),
  };
}

/** Warns where candidates of several families are compared with each other. */
export function warnOfFamilies(families: ReadonlySet<Family>, warn: Warn): void {
  if (families.size < 2) return;
  const names = new Intl.ListFormat('en').format([...families].sort().map((name) => `${name}s`));
  const message = `${names} together: scores of different families have no common scale`;
  warn([{ source: '', path: '', message }]);
}

function settingsOf(request: ScoringRequest & { readonly origin?: BalanceOrigin }): ScoreSettings {
  const { mode, initialization, seed, seeds, origin } = { ...DEFAULT_SETTINGS, ...request };
  if (mode !== 'sampled' && seeds > 1) {
    const which =
      mode === 'expected' ? 'an expected score has' : 'the weights of a checkpoint have';
    throw Refusal.of(`--seeds: ${which} no seed; add --mode sampled`);
  }
  checkSeeds(seed, seeds);
  const { capacity = DEFAULT_SETTINGS.statistic.name } = request;
  const statistic = acceptedFor(findStatistic(capacity), `--capacity "${capacity}"`);
  if (mode === 'expected') checkClosedForm(statistic, initialization);
  return {
    mode,
    statistic,
    initialization,
    balance: balanceOf(request),
    seed,
    seeds,
    ...(origin !== undefined && { origin }),
  };
}

/** Refuses seeds of which the last is too large. */
export function checkSeeds(seed: number, seeds: number): void {
  if (seed <= MAX_SEED - (seeds - 1)) return;
  throw Refusal.of(`--seeds: the last seed is beyond ${MAX_SEED}`);
}

/**
 * Refuses a statistic without an expectation, once and not for every candidate: that depends on the
 * scheme alone, so any matrix answers for all.
 */
function checkClosedForm(statistic: MatrixStatistic, scheme: InitializationScheme): void {
  const context = { scheme, initializerRange: 1, residualAdditions: 1 };
  const distribution = distributionOf({ shape: [2, 2], writesResidual: false }, context);
  const closedForm = statistic.expected({ rows: 2, cols: 2 }, distribution);
  if (!closedForm.ok) {
    throw Refusal.of(`--capacity ${statistic.name}: ${closedForm.reason}; add --mode sampled`);
  }
}

function balanceOf(request: ScoringRequest): Balance | null {
  const { alpha, balance, formula } = request;
  const [first, second] = BALANCE_FIELDS.filter((field) => request[field] !== undefined);
  if (first !== undefined && second !== undefined) {
    throw Refusal.of(`--${first} and --${second} contradict each other: leave one out`);
  }
  if (formula !== undefined) {
    const quantities = { names: QUANTITY_NAMES, of: quantitiesOf };
    return acceptedFor(formulaBalance(formula, quantities), `--formula "${formula}"`);
  }
  if (balance !== undefined) return { kind: 'coefficients', coefficients: balance };
  return alpha === undefined ? null : alphaBalance(alpha);
}

function engineOf(
  {
    jobs = availableParallelism(),
    memoryLimit = DEFAULT_MEMORY_LIMIT,
    cache = true,
    cacheDir,
    mode = DEFAULT_SETTINGS.mode,
  }: ScoringRequest,
  warn: Warn,
): EngineOptions {
  const cores = availableParallelism();
  if (jobs > cores) {
    const message = `cut from ${jobs} to ${cores}, one for each core; more would take memory and no less time`;
    warn([{ source: '--jobs', path: '', message }]);
  }
  if (!cache && cacheDir !== undefined) {
    throw Refusal.of('--no-cache and --cache-dir contradict each other: leave one out');
  }
  if (mode !== 'sampled' && cacheDir !== undefined) {
    const reason =
      mode === 'expected'
        ? 'an expected score measures no weights'
        : 'measurements of drawn weights alone are kept';
    warn([{ source: '--cache-dir', path: '', message: `ignored: ${reason}` }]);
  }
  return {
    jobs: Math.min(jobs, cores),
    memoryLimit,
    cache,
    ...(cacheDir !== undefined && { cacheDirectory: cacheDir }),
    onWarning: (message) => {
      warn([{ source: '', path: '', message }]);
    },
  };
}
