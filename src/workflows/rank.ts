import { DEFAULT_RESAMPLES } from '../evaluation/bootstrap-interval.ts';
import { evaluateScoresInSteps } from '../evaluation/evaluate-scores.ts';
import { titleOfLeftOut } from '../report/describe-left-out.ts';
import { describeTruth } from '../report/describe-truth.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import { success } from '../result.ts';
import { compareIds, type Ranked } from '../scoring/rank-by-score.ts';
import type { Truth } from '../truth/truth.ts';
import { CandidateLimits } from './candidate-limits.ts';
import type { EntryCost } from './chosen-cost.ts';
import { CostedRanking } from './costed-ranking.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { openPredictions, warnOfUnusedTable } from './latency-predictions.ts';
import { listOrder, type RankedEntry, type SortKey } from './list-ranking.ts';
import { after, openTogether } from './open-together.ts';
import { rankPage, rankPlot, type RankedPoint } from './rank-page.ts';
import { quantitySettings, type QuantityRequest } from './quantity-settings.ts';
import { RankedCandidates } from './ranked-candidates.ts';
import { openScorer, type ScorerRequest } from './open-scorer.ts';
import type { InputsRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { InputScorer } from './score-inputs.ts';
import { describeScoring, warnOfFamilies } from './scoring.ts';
import { openSelection, specLines, type EmitRequest } from './selection.ts';
import { directionOf, openTruth, type TruthRequest } from './truth-source.ts';

/** What `rank` is asked for. */
export interface RankRequest
  extends InputsRequest, ScorerRequest, QuantityRequest, TruthRequest, EmitRequest {
  /** Conditions on the candidates that are ranked, as `params <= 15M`. */
  readonly constraint?: readonly string[];
  /** How many candidates are listed, the first in the order of the list; all if absent. */
  readonly top?: number;
  /** The order of the list; by score if absent. */
  readonly sort?: SortKey;
  /** Bootstrap resamples of each interval. */
  readonly resamples?: number;
  /** Whether the page of figures is wanted: it keeps numbers of every candidate in memory. */
  readonly page?: boolean;
  /** Whether the data of a plot of scores and truth are wanted. */
  readonly plot?: boolean;
}

type Evaluation = NonNullable<RankDocument['evaluation']>;

/** All candidates by score, and the agreement with measured quality where there is one. */
export const rank = defineWorkflow(async (request: RankRequest, run) => {
  const { inputs, top, sort = 'score', resamples = DEFAULT_RESAMPLES } = request;
  const { page: wantsPage = false, plot: wantsPlot = false } = request;
  const { warn, pause } = run;
  const predictionsOpened = openPredictions(request, inputs.join(' '), warn);
  const limitsOpened = predictionsOpened.then((predictions) =>
    CandidateLimits.open(request.constraint, quantitySettings(request, predictions)),
  );
  const scorerOpened = after(limitsOpened, async () =>
    openScorer(request, run, {
      predictions: await predictionsOpened.catch(() => null),
      used: await limitsOpened.then(({ fields }) => fields).catch(() => []),
    }),
  );
  const truthOpened = after(scorerOpened, () => openTruth(request, warn));
  const opened = [scorerOpened, truthOpened, limitsOpened] as const;
  const [{ scoring, proxy, cost }, truthSource, limits] = await openTogether(inputs, opened);
  const needsTable = cost?.settings.table !== undefined || limits.needsLatency;
  if (request.latencyTable !== undefined && !needsTable) warnOfUnusedTable(warn);
  const { seed, mode } = scoring.settings;
  if (sort === 'cost' && cost === null) {
    throw Refusal.of('--sort cost: no cost was asked for; add --cost');
  }
  const points: RankedPoint[] = [];
  const ranked = new RankedCandidates(top, sort);
  const costed = new CostedRanking(cost, request.maxCost, (model, price) => {
    const { id, index, score, record } = model;
    if (wantsPage || wantsPlot) {
      const { score: value, capacity, parameters } = score;
      const paid = cost === null ? parameters.total : (price?.value ?? null);
      points.push({ id, score: value, cost: paid, capacity });
    }
    ranked.take(id, index, score, price, record);
  });
  const scorer = new InputScorer<EntryCost | null>(
    {
      inputs,
      scoring,
      scorer: proxy ?? undefined,
      limits,
      skipInvalid: request.skipInvalid,
      selection: await openSelection(request),
      extraOf: (architecture, { parameters }) =>
        cost?.count({ architecture, parameters: parameters.total }) ?? success(null),
    },
    run,
  );
  for await (const { read, scored } of scorer.batches()) {
    read.forEach(truthSource.add);
    for (const model of scored) costed.add(model);
  }
  const { families, lengths } = scorer;
  warnOfFamilies(families, warn);
  const ofCost = cost?.settings.sequenceLength === undefined ? [] : (['sequenceLength'] as const);
  lengths.warnOfIgnored(request, proxy?.lengthFields ?? ofCost, warn);
  await pause();
  const truth = truthSource.finish();
  await pause();
  if (truth === null) {
    if (sort === 'truth') throw Refusal.of('--sort truth: no candidate has a measured quality');
    const idle = ['lowerIsBetter', 'higherIsBetter', 'resamples', 'plot'] as const;
    const draws = mode === 'sampled' || proxy?.draws === true;
    warnOfIgnored(request, draws ? idle : [...idle, 'seed'], 'there is no truth', warn);
  }
  await costed.finish();
  const { candidates, ...ties } = ranked.ties();
  const leftOut = [...limits.leftOut(), ...costed.leftOut()];
  if (candidates === 0) {
    throw Refusal.of(`no candidate is left: ${titleOfLeftOut(leftOut) ?? ''}; raise --max-cost`);
  }
  const direction = truth === null ? null : directionOf(truth, request);
  const evaluation =
    truth === null
      ? null
      : await evaluate(ratedItems(scorer, ranked, truth), truth, request, seed, run);
  const { entries: frontEntries, ...counts } = ranked.front();
  await pause();
  const kept = ranked.ranking();
  await pause();
  const listed = withTruth(kept, truth);
  await pause();
  const document: RankDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(proxy !== null && { proxy: proxy.describe(families, lengths) }),
      ...(truth !== null &&
        evaluation !== null && {
          truth: { ...describeTruth(truth), bootstrap: { seed, resamples } },
        }),
      ...(request.constraint !== undefined && { constraints: request.constraint }),
      ...(top !== undefined && { top }),
      sort,
      ...(cost !== null && { cost: costed.describe(cost.settings, lengths) }),
    },
    candidates,
    ...(leftOut.length > 0 && { leftOut }),
    ...(2 * ties.tied > candidates && { ties }),
    ranking: (sort === 'score'
      ? listed
      : listed.toSorted(listOrder(sort, direction === 'lower-is-better'))
    ).slice(0, top),
    ...(cost !== null && { front: { ...counts, entries: withTruth(frontEntries, truth) } }),
    ...(evaluation !== null && { evaluation }),
  };
  const figures = { document, points, truth: truth?.values ?? new Map<string, number>() };
  const plot = wantsPlot ? rankPlot(figures) : null;
  return {
    document,
    ...(wantsPage && { page: await run.inSlices(rankPage(inputs, figures, cost)) }),
    ...(plot !== null && { plot }),
    ...(request.emit === 'specs' && { specs: specLines('rank', document.ranking, kept) }),
  };
});

function withTruth(
  entries: readonly Ranked<RankedEntry>[],
  truth: Truth | null,
): RankDocument['ranking'] {
  return entries.map(({ rank: place, cost, front, record: _, ...entry }) => {
    const quality = truth?.values.get(entry.id);
    return {
      rank: place,
      ...entry,
      ...(quality !== undefined && { truth: quality }),
      ...(cost !== undefined && { cost }),
      ...(front !== undefined && { front }),
    };
  });
}

/** A candidate as far as the agreement of score and truth goes. */
interface RatedItem {
  readonly id: string;
  readonly score: number;
  readonly quality: number | undefined;
}

/** All scored candidates by id: intervals resample them by place, which may not depend on scores. */
function ratedItems(
  scorer: InputScorer<unknown>,
  candidates: RankedCandidates,
  truth: Truth,
): RatedItem[] {
  const items: RatedItem[] = [];
  for (let index = 0; index < scorer.count; index++) {
    const score = candidates.scoreAt(index);
    if (score === undefined) continue;
    const id = scorer.idAt(index);
    items.push({ id, score, quality: truth.values.get(id) });
  }
  return items.sort((a, b) => compareIds(a.id, b.id));
}

async function evaluate(
  items: readonly RatedItem[],
  truth: Truth,
  request: RankRequest,
  seed: number,
  { warn, step, inSlices }: WorkflowRun,
): Promise<Evaluation | null> {
  const known = items.flatMap(({ score, quality }) =>
    quality === undefined ? [] : [{ score, quality }],
  );
  const result = await inSlices(
    evaluateScoresInSteps(
      {
        scores: known.map(({ score }) => score),
        truth: known.map(({ quality }) => quality),
        direction: directionOf(truth, request),
        seed,
        ...(request.resamples !== undefined && { resamples: request.resamples }),
      },
      step('drew', 'resamples'),
    ),
  );
  if (!result.ok) {
    const problem = { source: truth.source, path: '', message: result.reason };
    if (request.truth !== undefined) throw new Refusal([problem]);
    warn([problem]);
    return null;
  }
  const { n, direction, spearman, kendallTauB, tiedScores, warnings } = result.value;
  warn(warnings.map((message) => ({ source: '', path: '', message })));
  return {
    n,
    direction,
    spearman,
    kendallTauB,
    tiedScores,
    missingTruth: items.filter(({ quality }) => quality === undefined).map(({ id }) => id),
  };
}
