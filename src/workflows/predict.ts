import type { TruthDirection } from '../evaluation/truth-direction.ts';
import { EventLoopBreak, mapInSteps } from '../event-loop-break.ts';
import { CandidatePool, type PoolScales } from '../prediction/candidate-pool.ts';
import { keptModelSettings, type KeptModel } from '../prediction/kept-model.ts';
import type { Points } from '../prediction/label-kernel.ts';
import { fitLabels, usedLabels, type Label, type LabelModel } from '../prediction/label-model.ts';
import { FEATURE_NAMES, poolFeatures } from '../prediction/pool-features.ts';
import type { Prediction } from '../prediction/quality-posterior.ts';
import { bottleneck } from '../proxies/bottleneck.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { PredictDocument } from '../report/documents/predict-document.ts';
import { describeTruth } from '../report/describe-truth.ts';
import { failure } from '../result.ts';
import type { Capacities } from '../scoring/balance.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import {
  checkFeatures,
  checkSettings,
  keptModelOf,
  openModel,
  warnOfKept,
} from './kept-prediction.ts';
import { after, openTogether } from './open-together.ts';
import { adviceOf, heldOutOf } from './prediction-advice.ts';
import { NO_PRIOR, openPrior } from './prediction-prior.ts';
import { rankingOf } from './prediction-ranking.ts';
import { suggestLabels } from './prediction-suggestions.ts';
import type { ProxyRequest } from './ranking-proxy.ts';
import { predictPage } from './predict-page.ts';
import { checkLabels } from './prediction-labels.ts';
import type { InputsRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { InputScorer } from './score-inputs.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { describeScoring, warnOfFamilies } from './scoring.ts';
import { openSelection, specLines, type EmitRequest } from './selection.ts';
import { directionOf, openTruth, type TruthRequest } from './truth-source.ts';

/** The prior where no other one is asked for, and the k of the best k. */
export const DEFAULT_PREDICTION = { prior: bottleneck.name, best: 10 } as const;

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
  /** Whether the page of figures is wanted. */
  readonly page?: boolean;
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
  const featuresOf = poolFeatures();
  const scorer = new InputScorer(
    {
      inputs,
      scoring,
      scorer: priorScorer ?? undefined,
      skipInvalid: request.skipInvalid,
      selection: await openSelection(request),
      extraOf: (architecture) =>
        architecture === null
          ? failure(
              'a checkpoint describes no architecture, and predict needs one: take its config.json',
            )
          : featuresOf(architecture),
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
  const { families, lengths } = scorer;
  warnOfFamilies(families, warn);
  lengths.warnOfIgnored(request, priorScorer?.lengthFields ?? [], warn);
  const truth = truthSource.finish();
  const scales: PoolScales = kept?.scales ?? pool.scales();
  const points = pool.points(scales);
  warnOfScales(scales, prior, warn);
  const direction = kept?.direction ?? (truth === null ? null : directionOf(truth, request));
  const qualities = truth?.values ?? new Map<string, number>();
  const places = pool.ids.flatMap((id, place) => (qualities.has(id) ? [place] : []));
  const labels: readonly Label[] =
    kept?.labels ?? usedLabels(pool, points, places, (id) => qualities.get(id) ?? NaN);
  const settings = {
    ...describeScoring(scoring, families),
    ...(priorScorer !== null && { proxy: priorScorer.describe(families, lengths) }),
  };
  const own = settingsOf(settings);
  if (kept !== null) {
    checkSettings(kept, own, request.model ?? '');
    checkFeatures(kept, pool, points, request.model ?? '');
    warnOfKept(kept, families, request.model ?? '', warn);
  }
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
    predictions === null || (suggest !== undefined && request.page !== true)
      ? []
      : rankingOf({
          ...{ pool, points, predictions, qualities, best, prior },
          against: request.against,
          // A figure shows all.
          top: request.page === true ? pool.ids.length : (request.top ?? pool.ids.length),
        });
  const document: PredictDocument = {
    ...HEADING,
    settings: {
      ...settings,
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
    ranking: suggestions === undefined ? ranking.slice(0, request.top) : [],
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
          keptModelOf(
            { prior, settings: own, families, direction, scales, labels },
            truth?.column ?? '',
          )),
    ...(request.page === true && { page: predictPage(inputs, document, ranking, labels) }),
    ...(request.emit === 'specs' && {
      specs: specLines(
        'predict',
        listed,
        [...records].map(([id, record]) => ({ id, record })),
      ),
    }),
  };
});

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

/** The request of the truth: with a kept model, the qualities of the records are no labels. */
function truthRequestOf(request: PredictRequest): TruthRequest {
  return request.model === undefined ? request : { scores: false };
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

/** The settings on which the numbers of a candidate depend, whatever the others are. */
function settingsOf({
  declaredRanges: _,
  balance: __,
  ...settings
}: ReturnType<typeof describeScoring>): KeptModel['settings'] {
  const plain: unknown = JSON.parse(JSON.stringify(settings));
  return keptModelSettings.parse(plain);
}
