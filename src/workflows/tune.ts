import { describeTruth } from '../report/describe-truth.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { TuneDocument } from '../report/documents/tune-document.ts';
import type { Truth } from '../truth/truth.ts';
import type { Agreement } from '../tuning/agreement.ts';
import { SETTINGS_VERSION, type SettingsFile } from '../tuning/settings-file.ts';
import { tuneBalance, type Tuning } from '../tuning/tune-balance.ts';
import type { TuningItem } from '../tuning/tuning-item.ts';
import type { TuningOptions, TuningStrategy } from '../tuning/tuning-options.ts';
import { VERSION } from '../version.ts';
import { defineWorkflow, type Warn } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { DEFAULT_INITIALIZER_RANGE } from './initializer-ranges.ts';
import { after, openTogether } from './open-together.ts';
import { describeReading, type InputsRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { InputScorer, noExtra } from './score-inputs.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { describeSensitivity } from './score-figures.ts';
import { describeScoring, openScoring, warnOfFamilies, type Scoring } from './scoring.ts';
import { openSelection } from './selection.ts';
import { directionOf, openTruth, type TruthRequest } from './truth-source.ts';
import { tunePage, type BalancedCandidate } from './tune-page.ts';

/** How a balance is chosen where nothing else is asked for. */
export const DEFAULT_TUNING = {
  strategy: 'sampling',
  correlation: 'kendall',
  samples: 20,
  draw: 'spread',
} as const satisfies Partial<TuningOptions>;

/** What `tune` is asked for. */
export interface TuneRequest
  extends
    InputsRequest,
    Omit<ScoringRequest, 'settings' | 'alpha' | 'balance' | 'formula'>,
    TruthRequest,
    Partial<Omit<TuningOptions, 'direction' | 'seed' | 'progressOf'>> {
  /** Whether the page of figures is wanted. */
  readonly page?: boolean;
}

/** A balance for a search space, its agreement with labels it was not chosen by, and its settings. */
export const tune = defineWorkflow(async (request: TuneRequest, run) => {
  const { inputs } = request;
  const { warn, step, inSlices, pause } = run;
  const { strategy, correlation, samples, draw } = { ...DEFAULT_TUNING, ...request };
  const scoringOpened = openScoring(request, warn);
  const truthOpened = after(scoringOpened, () => openTruth(request, warn));
  const [scoring, truthSource] = await openTogether(inputs, [scoringOpened, truthOpened]);
  const { settings } = scoring;
  const { seed } = settings;
  const scored: (Omit<TuningItem, 'quality'> & BalancedCandidate)[] = [];
  const { skipInvalid } = request;
  const selection = await openSelection(request);
  const options = { inputs, scoring, skipInvalid, selection, extraOf: noExtra };
  const scorer = new InputScorer(options, run);
  for await (const batch of scorer.batches()) {
    batch.read.forEach(truthSource.add);
    for (const { id, score: total } of batch.scored) {
      const { score, capacity, parameters } = total;
      scored.push({ id, score, capacity, parameters: parameters.total });
    }
  }
  await pause();
  const truth = truthSource.finish();
  await pause();
  // Without labels no quality has a name that tells the direction.
  const direction = truth === null ? 'higher-is-better' : directionOf(truth, request);
  const items = scored.map(({ parameters, ...item }): TuningItem => {
    const quality = truth?.values.get(item.id);
    return quality === undefined ? item : { ...item, quality };
  });
  const found = await inSlices(
    tuneBalance(items, {
      strategy,
      correlation,
      direction,
      seed,
      samples,
      draw,
      progressOf: (what) => step('tried', what),
    }),
  );
  if (!found.ok) throw Refusal.of(found.reason, truth?.source);
  await pause();
  const tuning = found.value;
  const { coefficients } = tuning;
  warnOfIdle(request, strategy, truth, warn);
  warnOfFamilies(scorer.families, warn);
  warn(tuning.warnings.map((message) => ({ source: '', path: '', message })));
  const chosen: Scoring = {
    ...scoring,
    settings: { ...settings, balance: { kind: 'coefficients', coefficients } },
  };
  const document: TuneDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(chosen, scorer.families),
      ...(truth !== null && { truth: { ...describeTruth(truth), direction } }),
      strategy,
      correlation,
      tuningSeed: seed,
      ...(strategy === 'sampling' && { samples, draw }),
    },
    balance: coefficients,
    alpha: tuning.alpha,
    candidates: items.length,
    labelled: tuning.labelled,
    sample: tuning.sample,
    agreements: agreementsOf(tuning),
    ...(tuning.unseen?.folds !== undefined && {
      folds: { folds: tuning.unseen.folds.folds, repeats: tuning.unseen.folds.repeats },
    }),
    sensitivity: describeSensitivity(tuning.sensitivity),
    warnings: tuning.warnings,
  };
  const qualities = truth?.values ?? new Map<string, number>();
  return {
    document,
    /** What `settings` of another request reads from a file. */
    settingsFile: settingsFileOf(inputs, scoring, document),
    ...(request.page === true && { page: tunePage(inputs, document, scored, qualities) }),
  };
});

function warnOfIdle(
  request: TuneRequest,
  strategy: TuningStrategy,
  truth: Truth | null,
  warn: Warn,
): void {
  if (truth === null) {
    warnOfIgnored(request, ['lowerIsBetter', 'higherIsBetter'], 'there is no truth', warn);
  }
  if (strategy !== 'sampling') {
    warnOfIgnored(request, ['samples', 'draw'], `${strategy} draws no candidates`, warn);
  }
  if (strategy === 'label-free') {
    warnOfIgnored(request, ['correlation'], 'label-free looks at no quality', warn);
    const { mode = 'expected' } = request;
    if (mode === 'expected') warnOfIgnored(request, ['seed'], 'nothing is drawn', warn);
  }
}

function agreementsOf({ seen, unseen }: Tuning): TuneDocument['agreements'] {
  const rows: TuneDocument['agreements'][number][] = [];
  if (seen !== null) rows.push({ balance: 'chosen', on: 'seen', ...seen });
  if (unseen === null) return rows;
  const { how: on, agreement, standard, folds } = unseen;
  const spread = folds === undefined ? {} : { standardDeviation: folds.standardDeviation };
  rows.push({ balance: 'chosen', on, ...agreement, ...spread });
  if (standard !== null) rows.push({ balance: 'default', on, ...standard });
  return rows;
}

function settingsFileOf(
  inputs: readonly string[],
  { settings: { mode, statistic, initialization, seed, seeds }, reading, ranges }: Scoring,
  document: TuneDocument,
): SettingsFile {
  const { balance, labelled, sample, agreements, candidates, settings } = document;
  const { strategy, correlation, tuningSeed, truth = null } = settings;
  const agreementOn = (seen: boolean): Agreement | null => {
    const row = agreements.find((one) => one.balance === 'chosen' && (one.on === 'seen') === seen);
    return row === undefined
      ? null
      : { n: row.n, kendallTauB: row.kendallTauB, spearman: row.spearman };
  };
  return {
    settingsVersion: SETTINGS_VERSION,
    settings: {
      balance,
      capacity: statistic.name,
      initialization,
      ...(ranges.setting !== DEFAULT_INITIALIZER_RANGE && { initializerRange: ranges.setting }),
      mode,
      ...describeReading(reading),
      ...(mode === 'sampled' && { seed, seeds }),
    },
    origin: {
      strategy,
      inputs: [...inputs],
      truth,
      candidates,
      labelled,
      looked: strategy === 'label-free' ? 0 : strategy === 'sampling' ? sample.length : labelled,
      correlation,
      seed: tuningSeed,
      seen: agreementOn(true),
      unseen: agreementOn(false),
      version: VERSION,
    },
  };
}
