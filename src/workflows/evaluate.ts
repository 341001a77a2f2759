import type { Architecture } from '../architecture/architecture.ts';
import { parameterCount } from '../capacity/parameter-count.ts';
import type { Combination } from '../evaluation/combine-scores.ts';
import { DEFAULT_RESAMPLES } from '../evaluation/bootstrap-interval.ts';
import { mapInSteps, type Steps } from '../event-loop-break.ts';
import { leaderboardInSteps } from '../evaluation/leaderboard.ts';
import type { LeaderboardStep } from '../evaluation/leaderboard-options.ts';
import { DEFAULT_BEST_OF } from '../evaluation/pick-regret.ts';
import { DEFAULT_TOPS, type TopSize } from '../evaluation/top-size.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';
import type { ProxySettings } from '../proxy-parts/proxy.ts';
import { DEFAULT_BASELINE } from '../proxies/registry.ts';
import { describeLeaderboardRow } from '../report/describe-leaderboard.ts';
import { describeNetworks } from '../report/describe-networks.ts';
import { describeProxySettings } from '../report/describe-proxy-settings.ts';
import { describeTruth, titleOfQuality } from '../report/describe-truth.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { EvaluateDocument } from '../report/documents/evaluate-document.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import { compareIds } from '../scoring/rank-by-score.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import type { Truth } from '../truth/truth.ts';
import { combinedProxies, ownSettingsOf, proxiesOf } from './chosen-proxies.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { evaluateFigures, evaluatePage } from './evaluate-page.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { ceilingWarnings, leaderboardWarnings, sizeWarnings } from './leaderboard-warnings.ts';
import {
  checkNetworks,
  openNetworkRun,
  withStore,
  type NetworkRequest,
} from './network-settings.ts';
import { after, openTogether } from './open-together.ts';
import {
  combineRatings,
  namesOfUnscored,
  rateCandidates,
  scoresByProxy,
} from './rate-candidates.ts';
import { readAll, type InputsRequest } from './read-inputs.ts';
import { acceptedFor, Refusal } from './refusal.ts';
import { listScores, scoresPage } from './list-scores.ts';
import { repeatedTruth } from './repeated-truth.ts';
import { scorePlot } from './score-figures.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import { specLines, type EmitRequest } from './selection.ts';
import { describeScoring, openScoring, warnOfFamilies, type Scoring } from './scoring.ts';
import { checkMissing, checkTraining, openTraining } from './training-tokens.ts';
import { directionOf, openTruth, type TruthRequest, type TruthSource } from './truth-source.ts';
import { readWithin, withinOf } from './within-field.ts';

/** What `evaluate` is asked for. */
export interface EvaluateRequest
  extends InputsRequest, ScoringRequest, NetworkRequest, EmitRequest, Omit<TruthRequest, 'scores'> {
  /** Names of proxies or groups, with commas; those in closed form if absent. */
  readonly proxy?: string;
  /** How the ranks of the proxies are combined into one more score. */
  readonly combine?: Combination;
  readonly baseline?: string;
  /**
   * A field of the architecture or a column of the truth: tau is taken inside groups of equal ones as
   * well. `tokens:5%` compares those that differ by less than 5 %.
   */
  readonly within?: string;
  /** The tops of precision and nDCG. */
  readonly at?: readonly TopSize[];
  /** Numbers of parameters; the regret is taken under each. */
  readonly budget?: readonly number[];
  readonly bestOf?: number;
  /** Bootstrap resamples of each interval. */
  readonly resamples?: number;
  /** The settings that proxies declare, by name. */
  readonly proxySettings?: OwnSettings;
  /** A file that keeps the scores of networks between runs. */
  readonly resume?: string;
  /** Whether the page of figures is wanted. */
  readonly page?: boolean;
  /** Whether the data of a plot of scores and truth are wanted. */
  readonly plot?: boolean;
}

/** The fields of a request that matter only where there is a truth. */
const IDLE_WITHOUT_TRUTH = [
  'lowerIsBetter',
  'higherIsBetter',
  'within',
  'at',
  'budget',
  'bestOf',
  'resamples',
  'plot',
] as const;

/** The verb of each step of a leaderboard in its progress. */
const LEADERBOARD_VERBS: Readonly<Record<LeaderboardStep, string>> = {
  proxies: 'compared',
  resamples: 'drew',
  'pairs of runs': 'compared',
};

/** How well each proxy ranks candidates of measured quality; without that, its scores. */
export const evaluate = defineWorkflow(async (request: EvaluateRequest, run) => {
  const { inputs, budget: budgets = [], skipInvalid = false, at: tops = DEFAULT_TOPS } = request;
  const { baseline = DEFAULT_BASELINE, bestOf = DEFAULT_BEST_OF } = request;
  const { resamples = DEFAULT_RESAMPLES } = request;
  const { warn, step, inSlices, pause } = run;
  const own = ownSettingsOf({ ...request, ...request.proxySettings });
  const proxies = proxiesOf(request.proxy, baseline, own);
  checkMissing(proxies, own);
  const within = request.within === undefined ? null : readWithin(request.within);
  const combined = combinedProxies(request.proxy, request.combine, own);
  const measuresMore = proxies.some(({ needs }) => needs !== 'shapes');
  const scoringOpened = openScoring(request, warn, measuresMore);
  const networkOpened = after(scoringOpened, () => openNetworkRun(request, warn));
  const trainingOpened = openTraining(own, request);
  const beside = within?.column;
  const truthRequest = { ...request, ...(beside !== undefined && { beside }) };
  const truthOpened = after(networkOpened, () => openTruth(truthRequest, warn));
  const opened = [scoringOpened, networkOpened, trainingOpened, truthOpened] as const;
  const [scoring, networkRun, trainingOf, truthSource] = await openTogether(inputs, opened);
  const { seed } = scoring.settings;
  const { settings: network, sequenceLength, tokens } = networkRun;
  const { candidates, truth } = await readRated(request, scoring, truthSource, run);
  const training = trainingOf(candidates);
  checkTraining(proxies, training);
  const settings: ProxySettings = {
    scoring: scoring.settings,
    sequenceLength,
    own,
    ...training,
    network,
    engine: scoring.engine,
  };
  const architectures = candidates.map(({ architecture }) => architecture);
  const isWithin = within === null ? null : withinOf(within, candidates, truth, warn);
  const runsNetworks = proxies.some(({ needs }) => needs === 'network');
  if (!runsNetworks) {
    const fields = ['batch', 'tokens', 'loss', 'resume'] as const;
    warnOfIgnored(request, fields, 'no proxy that runs the network is asked for', warn);
  }
  const lengths = new SequenceLengths(architectures);
  const lengthFields = ['sequenceLength', ...(runsNetworks ? (['tokens'] as const) : [])] as const;
  lengths.warnOfIgnored(request, lengthFields, warn);
  await checkNetworks(proxies, candidates, settings, tokens, skipInvalid, warn);
  const engine = runsNetworks ? withStore(settings.engine, request.resume, warn) : settings.engine;
  const rated = await rateCandidates(proxies, candidates, { ...settings, engine }, run);
  const ratings = combined === null ? rated : [...rated, combineRatings(rated, combined)];
  const sizes = await inSlices(sizesOf(architectures));
  const warnings: Problem[] = ratings.flatMap(({ warning }) => (warning === null ? [] : [warning]));
  const families = new Set(architectures.map(({ family }) => family));
  const described = {
    ...describeScoring(scoring, families),
    sequenceLength: lengths.shown(sequenceLength),
    ...describeProxySettings(settings.own, families),
    ...(runsNetworks && { network: describeNetworks(settings, tokens) }),
    ...(combined !== null && {
      combine: { how: combined.combination, proxies: combined.proxies.map(({ name }) => name) },
    }),
  };
  if (truth === null) {
    warnOfIgnored(request, IDLE_WITHOUT_TRUTH, 'there is no truth', warn);
    warn(warnings);
    warnOfFamilies(families, warn);
    const listed = { candidates, ratings, parameters: sizes.parameters, baseline };
    const document = listScores(listed, { ...described, budgets, bestOf });
    return {
      document,
      ...(request.page === true && { page: scoresPage(inputs, document, warnings, listed) }),
    };
  }
  const values = candidates.map(({ id }) => truth.values.get(id) ?? null);
  const direction = directionOf(truth, request);
  const repeats = await inSlices(repeatedTruth(candidates, truth));
  const table = await inSlices(
    leaderboardInSteps({
      proxies: ratings.map((rating) => rating.leaderboard),
      truth: values,
      direction,
      sizes: sizes.parameters,
      matchingSizes: sizes.weights,
      otherSizes: { total: sizes.parameters, nonEmbedding: sizes.nonEmbedding },
      ...(isWithin !== null && { within: isWithin }),
      tops,
      budgets,
      bestOf,
      baseline,
      seed,
      resamples,
      ...(repeats !== null && { repeats }),
      onProgress: (done, total, what) => {
        step(LEADERBOARD_VERBS[what], what)(done, total);
      },
    }),
  );
  if (!table.ok) {
    warn(warnings);
    throw Refusal.of(table.reason, truth.source);
  }
  await pause();
  const { n, rows, noiseCeiling } = table.value;
  if (noiseCeiling !== undefined)
    warnings.push(...ceilingWarnings(noiseCeiling, rows, repeats?.runs ?? []));
  warnings.push(...leaderboardWarnings(rows, namesOfUnscored(ratings)));
  warnings.push(...sizeWarnings(rows));
  warn(warnings);
  warnOfFamilies(families, warn);
  const document: EvaluateDocument = {
    ...HEADING,
    settings: {
      ...described,
      truth: describeTruth(truth),
      bootstrap: { seed, resamples },
      ...(within !== null && { within: within.text }),
      tops: tops.map(String),
      budgets,
      bestOf,
    },
    n,
    direction,
    baseline,
    missingTruth: candidates.flatMap(({ id }, index) => (values[index] === null ? [id] : [])),
    ...(noiseCeiling?.ok === true && { noiseCeiling: noiseCeiling.value }),
    ...(noiseCeiling?.ok === false && { noNoiseCeiling: noiseCeiling.reason }),
    proxies: rows.map((row, index) =>
      describeLeaderboardRow(row, ratings[index]?.milliseconds ?? 0),
    ),
  };
  const quality = { name: titleOfQuality(describeTruth(truth)), direction, values: truth.values };
  await pause();
  const figures = evaluateFigures(document, quality, candidates, ratings, sizes.parameters);
  return {
    document,
    ...(request.page === true && {
      page: await evaluatePage({
        inputs,
        document,
        warnings,
        candidates,
        settings,
        run,
        ...figures,
      }),
    }),
    ...(request.plot === true && { plot: scorePlot(figures.shown, figures.quality) }),
    ...(request.emit === 'specs' && {
      specs: specLines('evaluate', scoresByProxy(candidates, ratings), candidates),
    }),
  };
});

/** The candidates, in the order of their ids, and their truth; null where they have none. */
async function readRated(
  request: EvaluateRequest,
  { reading, ranges }: Scoring,
  truthSource: TruthSource,
  run: WorkflowRun,
): Promise<{ readonly candidates: readonly Candidate[]; readonly truth: Truth | null }> {
  const read = await readAll({ ...request, ...reading }, run);
  read.forEach(truthSource.add);
  await run.pause();
  const truth = truthSource.finish();
  await run.pause();
  const candidates = read.map((candidate) => ranges.unify(candidate));
  // The intervals resample the candidates by their place, which may not depend on the files.
  return { candidates: candidates.toSorted((a, b) => compareIds(a.id, b.id)), truth };
}

/** The sizes of each architecture. */
interface Sizes {
  /** The number of parameters. */
  readonly parameters: number[];
  /** How many of these are entries of weight matrices, and of those of the blocks. */
  readonly weights: number[];
  readonly nonEmbedding: number[];
}

function* sizesOf(architectures: readonly Architecture[]): Steps<Sizes> {
  const counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });
  const counted = yield* mapInSteps(architectures, (architecture) =>
    acceptedFor(counter.score(architecture), 'the parameters of a candidate'),
  );
  return {
    parameters: counted.map(({ parameters }) => parameters.total),
    weights: counted.map(
      ({ capacity }) => capacity.attention + capacity.feedForward + capacity.embedding,
    ),
    nonEmbedding: counted.map(({ capacity }) => capacity.attention + capacity.feedForward),
  };
}
