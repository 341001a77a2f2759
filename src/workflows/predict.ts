import type { TruthDirection } from '../evaluation/truth-direction.ts';
import { EventLoopBreak, mapInSteps } from '../event-loop-break.ts';
import { CandidatePool, type PoolScales } from '../prediction/candidate-pool.ts';
import { MODEL_VERSION, readKeptModel, type KeptModel } from '../prediction/kept-model.ts';
import type { Points } from '../prediction/label-kernel.ts';
import { fitLabels, usedLabels, type Label, type LabelModel } from '../prediction/label-model.ts';
import { FEATURE_NAMES, featuresOf, FEATURES_VERSION } from '../prediction/pool-features.ts';
import type { Prediction } from '../prediction/quality-posterior.ts';
import { topProbabilities, winProbability } from '../prediction/top-probability.ts';
import { bottleneckSize } from '../proxy-parts/bottleneck-size.ts';
import { bottleneck } from '../proxies/bottleneck.ts';
import { spectralCapacity } from '../proxies/nsc.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { PredictDocument } from '../report/documents/predict-document.ts';
import { describeTruth } from '../report/describe-truth.ts';
import { failure, success } from '../result.ts';
import { rankByScore } from '../scoring/rank-by-score.ts';
import type { Capacities } from '../scoring/balance.ts';
import { VERSION } from '../version.ts';
import { rankingProxy } from './chosen-proxies.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { after, openTogether } from './open-together.ts';
import { adviceOf, heldOutOf } from './prediction-advice.ts';
import { suggestLabels } from './prediction-suggestions.ts';
import { NETWORK_FIELDS, ProxyScorer, type ProxyRequest } from './ranking-proxy.ts';
import { checkLabels } from './prediction-labels.ts';
import type { InputsRequest } from './read-inputs.ts';
import { accepted, Refusal } from './refusal.ts';
import { InputScorer } from './score-inputs.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { describeScoring, openScoring, warnOfFamilies, type Scoring } from './scoring.ts';
import { openSelection, specLines, type EmitRequest } from './selection.ts';
import { directionOf, openTruth, type TruthRequest } from './truth-source.ts';

/** The prior where no other one is asked for, and the k of the best k. */
export const DEFAULT_PREDICTION = { prior: bottleneck.name, best: 10 } as const;

/** The prior that predicts nothing. */
export const NO_PRIOR = 'none';

/** What `predict` is asked for. */
export interface PredictRequest
  extends
    InputsRequest,
    Omit<ScoringRequest, 'settings' | 'alpha' | 'balance' | 'formula'>,
    Omit<ProxyRequest, 'proxy'>,
    TruthRequest,
    EmitRequest {
  /** The proxy that predicts without labels, or `none`. */
  readonly prior?: string;
  /** The k of the probability of being among the best k. */
  readonly best?: number;
  /** The id of a candidate: the probability of being better than it is added. */
  readonly against?: string;
  /** How many candidates are listed, the first by prediction; all if absent. */
  readonly top?: number;
  /** How many candidates to label next are listed in place of the ranking. */
  readonly suggest?: number;
  /** A model that was kept, applied in place of labels. */
  readonly model?: string;
}

/** All candidates by the quality that a few labels predict, and which of them to label next. */
export const predict = defineWorkflow(async (request: PredictRequest, run) => {
  const { inputs, prior = DEFAULT_PREDICTION.prior, best = DEFAULT_PREDICTION.best } = request;
  const { warn } = run;
  const scorerOpened = openPrior(request, prior, run);
  const truthOpened = after(scorerOpened, () => openTruth(truthRequestOf(request), warn, 'refuse'));
  const modelOpened = openModel(request, prior);
  const opened = [scorerOpened, truthOpened, modelOpened] as const;
  const [{ scoring, scorer: priorScorer }, truthSource, kept] = await openTogether(inputs, opened);
  const pool = new CandidatePool();
  const capacities: Capacities[] = [];
  const records = new Map<string, string>();
  const nsc = spectralCapacity({});
  const scorer = new InputScorer(
    {
      inputs,
      scoring,
      scorer: priorScorer ?? undefined,
      skipInvalid: request.skipInvalid,
      selection: await openSelection(request),
      extraOf: (architecture, { capacity, parameters }) =>
        architecture === null
          ? failure(
              'a checkpoint describes no architecture, and predict needs one: take its config.json',
            )
          : success(
              featuresOf({
                architecture,
                capacity,
                parameters,
                spectralCapacity: nsc(architecture),
              }),
            ),
    },
    run,
  );
  for await (const { read, scored } of scorer.batches()) {
    read.forEach(truthSource.add);
    for (const { id, score, extra, record } of scored) {
      pool.add(id, prior === NO_PRIOR ? 0 : score.score, extra);
      capacities.push(score.capacity);
      if (record !== undefined) records.set(id, record);
    }
  }
  const { families } = scorer;
  warnOfFamilies(families, warn);
  const truth = truthSource.finish();
  const scales: PoolScales = kept?.scales ?? pool.scales();
  const points = pool.points(scales);
  warnOfScales(scales, prior, warn);
  const direction = kept?.direction ?? (truth === null ? null : directionOf(truth, request));
  const qualities = truth?.values ?? new Map<string, number>();
  const places = pool.ids.flatMap((id, place) => (qualities.has(id) ? [place] : []));
  const labels: readonly Label[] =
    kept?.labels ?? usedLabels(pool, points, places, (id) => qualities.get(id) ?? NaN);
  if (kept !== null) warnOfKept(kept, families, request.model ?? '', warn);
  const { suggest } = request;
  if (direction === null && suggest === undefined) {
    throw Refusal.of(
      'no candidate has a label: add --truth, or --suggest to ask which to label first',
    );
  }
  if (direction !== null) checkLabels(labels, truth?.source ?? request.model ?? '');
  const model = direction === null ? null : await fit(labels, direction, scales, run);
  const predictions = model === null ? null : await predictAll(model, points, run);
  const placeOf = new Map(pool.ids.map((id, place) => [id, place]));
  const heldOut =
    model === null || direction === null
      ? null
      : await run.inSlices(
          heldOutOf(model, direction, prior !== NO_PRIOR, (id) => {
            const place = placeOf.get(id);
            return place === undefined ? null : (capacities[place] ?? null);
          }),
        );
  const suggestions =
    suggest === undefined
      ? undefined
      : suggestLabels({ pool, points, predictions, model, qualities, count: suggest, prior });
  const ranking =
    predictions === null
      ? []
      : rankingOf({ pool, points, predictions, qualities, best, prior, against: request.against });
  const document: PredictDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(priorScorer !== null && { proxy: priorScorer.describe(families) }),
      prior,
      ...(truth !== null &&
        direction !== null && { truth: { ...describeTruth(truth), direction } }),
      ...(request.model !== undefined && { model: request.model }),
      best,
      ...(request.against !== undefined && { against: request.against }),
      ...(request.top !== undefined && { top: request.top }),
    },
    candidates: pool.ids.length,
    labelled: kept?.labels.length ?? places.length,
    used: labels.length,
    features: FEATURE_NAMES.map((name, index) => ({
      name,
      varies: (scales.features[index]?.deviation ?? null) !== null,
    })),
    ...(heldOut !== null && { heldOut }),
    advice: heldOut === null ? [] : adviceOf(heldOut, labels.length, places.length),
    ranking: suggest === undefined ? ranking.slice(0, request.top) : [],
    ...(suggestions !== undefined && { suggestions }),
  };
  const listed = suggestions ?? document.ranking;
  return {
    document,
    /** What `model` of another request reads from a file; null without labels. */
    keptModel:
      direction === null
        ? null
        : (kept ??
          keptModelOf({ prior, families, direction, scales, labels }, truth?.column ?? '')),
    ...(request.emit === 'specs' && {
      specs: specLines(
        'predict',
        listed,
        [...records].map(([id, record]) => ({ id, record })),
      ),
    }),
  };
});

/** What scores the prior, checked; null where the default scoring gives all that is needed. */
async function openPrior(
  request: PredictRequest,
  prior: string,
  run: WorkflowRun,
): Promise<{ readonly scoring: Scoring; readonly scorer: ProxyScorer | null }> {
  const { warn } = run;
  const chosen = prior === NO_PRIOR ? null : rankingProxy(prior, '--prior', [NO_PRIOR]);
  if (chosen === null) {
    warnOfIgnored(request, NETWORK_FIELDS, 'the prior does not run the network', warn);
    return { scoring: await openScoring(request, warn), scorer: null };
  }
  const scoring = await openScoring(request, warn, chosen.needs !== 'shapes');
  // The size of a decoder is among the features.
  const own = { [bottleneckSize.name]: 'none', ...request.proxySettings };
  const scorer = await ProxyScorer.open(chosen, { ...request, proxySettings: own }, scoring, warn);
  return { scoring, scorer };
}

/** The request of the truth: with a kept model, the qualities of the records are no labels. */
function truthRequestOf(request: PredictRequest): TruthRequest {
  return request.model === undefined ? request : { scores: false };
}

/** The kept model that a request names, checked; null where it names none. */
async function openModel(request: PredictRequest, prior: string): Promise<KeptModel | null> {
  const { model, truth } = request;
  if (model === undefined) return null;
  if (truth !== undefined) {
    throw Refusal.of('--model and --truth contradict each other: leave one out');
  }
  const kept = accepted(await readKeptModel(model));
  if (kept.prior !== prior) {
    throw Refusal.of(
      `prior "${kept.prior}": add --prior ${kept.prior}, with which it was made`,
      model,
    );
  }
  return kept;
}

function warnOfScales(scales: PoolScales, prior: string, warn: WorkflowRun['warn']): void {
  const fixed = FEATURE_NAMES.filter(
    (_, index) => (scales.features[index]?.deviation ?? null) === null,
  );
  const priorVaries = scales.prior.deviation !== null;
  if (fixed.length === FEATURE_NAMES.length && !priorVaries) {
    throw Refusal.of(
      'all candidates are equal in the prior and in every feature: nothing can be predicted',
    );
  }
  if (!priorVaries && prior !== NO_PRIOR) {
    const message = `all candidates have the same ${prior}: it predicts nothing; take another --prior`;
    warn([{ source: '', path: '', message }]);
  }
}

function warnOfKept(
  { families }: KeptModel,
  found: ReadonlySet<string>,
  model: string,
  warn: WorkflowRun['warn'],
): void {
  const others = [...found].filter((family) => !families.some((own) => own === family));
  if (others.length === 0) return;
  const message = `made of ${families.map((name) => `${name}s`).join(' and ')}, applied to ${others.map((name) => `${name}s`).join(' and ')}: its labels need not hold there`;
  warn([{ source: model, path: '', message }]);
}

async function fit(
  labels: readonly Label[],
  direction: TruthDirection,
  scales: PoolScales,
  run: WorkflowRun,
): Promise<LabelModel> {
  const report = run.step('fitted', 'Gaussian processes');
  const pause = new EventLoopBreak();
  return fitLabels(labels, direction, scales, async (done, total) => {
    report(done, total);
    if (pause.due) await pause.take();
  });
}

async function predictAll(
  { posterior }: LabelModel,
  points: Points,
  run: WorkflowRun,
): Promise<readonly Prediction[]> {
  return run.inSlices(mapInSteps(points.priors.keys(), (place) => posterior.at(points, place)));
}

/** All candidates by their predicted mean. */
function rankingOf(request: {
  readonly pool: CandidatePool;
  readonly points: Points;
  readonly predictions: readonly Prediction[];
  readonly qualities: ReadonlyMap<string, number>;
  readonly best: number;
  readonly prior: string;
  readonly against: string | undefined;
}): PredictDocument['ranking'] {
  const { pool, points, predictions, qualities, best, prior, against } = request;
  const top = topProbabilities(predictions, best);
  const rival = against === undefined ? undefined : predictions[pool.ids.indexOf(against)];
  if (against !== undefined && rival === undefined) {
    throw Refusal.of(`--against "${against}": no candidate has that id`);
  }
  const entries = pool.ids.flatMap((id, place) => {
    const prediction = predictions[place];
    if (prediction === undefined) return [];
    return [{ id, score: prediction.mean, place, prediction }];
  });
  return rankByScore(entries).map(({ rank, id, place, prediction }) => {
    const label = qualities.get(id);
    return {
      rank,
      id,
      prior: prior === NO_PRIOR ? null : (points.priors[place] ?? null),
      ...prediction,
      probabilityBest: top[place] ?? 0,
      ...(rival !== undefined && {
        probabilityAgainst: id === against ? 0.5 : winProbability(prediction, rival),
      }),
      ...(label !== undefined && { label }),
    };
  });
}

function keptModelOf(
  {
    families,
    scales,
    labels,
    ...rest
  }: {
    readonly prior: string;
    readonly families: ReadonlySet<KeptModel['families'][number]>;
    readonly direction: TruthDirection;
    readonly scales: PoolScales;
    readonly labels: readonly Label[];
  },
  quality: string,
): KeptModel {
  return {
    modelVersion: MODEL_VERSION,
    featuresVersion: FEATURES_VERSION,
    ...rest,
    families: [...families].sort(),
    quality,
    scales: { prior: scales.prior, features: [...scales.features] },
    labels: labels.map((label) => ({ ...label, features: [...label.features] })),
    version: VERSION,
  };
}
