import { DEFAULT_RESAMPLES } from '../evaluation/bootstrap-interval.ts';
import { evaluateScores } from '../evaluation/evaluate-scores.ts';
import { describeTruth } from '../report/describe-truth.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { RankDocument } from '../report/documents/rank-document.ts';
import { success } from '../result.ts';
import { compareIds, type Ranked } from '../scoring/rank-by-score.ts';
import type { Truth } from '../truth/truth.ts';
import { chooseCost, type CostRequest, type EntryCost } from './chosen-cost.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { listRanking, type SortKey } from './list-ranking.ts';
import { rankPage, rankPlot, type RankedPoint } from './rank-page.ts';
import { RankedCandidates, type RankedEntry } from './ranked-candidates.ts';
import type { InputsRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { InputScorer, type ScoredModel } from './score-inputs.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { describeScoring, openScoring, warnOfFamilies } from './scoring.ts';
import { directionOf, openTruth, type TruthRequest } from './truth-source.ts';

/** What `rank` is asked for. */
export interface RankRequest extends InputsRequest, ScoringRequest, TruthRequest, CostRequest {
  /** How many candidates are listed; all if absent. */
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
  const { warn } = run;
  const scoring = await openScoring(request, warn);
  const { seed, mode } = scoring.settings;
  const cost = await chooseCost(request, seed, run);
  if (sort === 'cost' && cost === null) {
    throw Refusal.of('--sort cost: no cost was asked for; add --cost');
  }
  const truthSource = await openTruth(request, warn);
  const points: RankedPoint[] = [];
  const ranked = new RankedCandidates(top);
  const unmeasured: ScoredModel<unknown>[] = [];
  const take = ({ id, index, score }: ScoredModel<unknown>, price: EntryCost | null): void => {
    if (wantsPage || wantsPlot) {
      const { score: value, capacity, parameters } = score;
      points.push({ id, score: value, cost: price?.value ?? parameters.total, capacity });
    }
    ranked.take(id, index, score, price);
  };
  const scorer = new InputScorer<EntryCost | null>(
    {
      inputs,
      scoring,
      skipInvalid: request.skipInvalid,
      extraOf: (architecture, { parameters }) =>
        cost?.count({ architecture, parameters: parameters.total }) ?? success(null),
    },
    run,
  );
  for await (const { read, scored } of scorer.batches()) {
    read.forEach(truthSource.add);
    for (const model of scored) {
      if (cost !== null && model.extra === null) unmeasured.push(model);
      else take(model, model.extra);
    }
  }
  const { families } = scorer;
  warnOfFamilies(families, warn);
  const truth = truthSource.finish();
  if (truth === null) {
    if (sort === 'truth') throw Refusal.of('--sort truth: no candidate has a measured quality');
    const idle = ['lowerIsBetter', 'higherIsBetter', 'resamples', 'plot'] as const;
    const noTruth = 'there is no truth';
    warnOfIgnored(request, mode === 'sampled' ? idle : [...idle, 'seed'], noTruth, warn);
  }
  const prices = cost === null || unmeasured.length === 0 ? [] : await cost.measure(unmeasured);
  for (const [index, price] of prices.entries()) {
    const model = unmeasured[index];
    if (model !== undefined) take(model, price);
  }
  const direction = truth === null ? null : directionOf(truth, request);
  const evaluation =
    truth === null ? null : evaluate(ratedItems(scorer, ranked, truth), truth, request, seed, run);
  const { entries: frontEntries, ...counts } = ranked.front();
  const document: RankDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(truth !== null &&
        evaluation !== null && {
          truth: { ...describeTruth(truth), bootstrap: { seed, resamples } },
        }),
      ...(top !== undefined && { top }),
      sort,
      ...(cost !== null && { cost: cost.settings }),
    },
    ranking: listRanking(
      withTruth(ranked.ranking().slice(0, top), truth),
      sort,
      direction === 'lower-is-better',
    ),
    ...(cost !== null && { front: { ...counts, entries: withTruth(frontEntries, truth) } }),
    ...(evaluation !== null && { evaluation }),
  };
  const figures = { document, points, truth: truth?.values ?? new Map<string, number>() };
  const plot = wantsPlot ? rankPlot(figures) : null;
  return {
    document,
    ...(wantsPage && { page: rankPage(inputs, figures, cost) }),
    ...(plot !== null && { plot }),
  };
});

function withTruth(
  entries: readonly Ranked<RankedEntry>[],
  truth: Truth | null,
): RankDocument['ranking'] {
  return entries.map(({ rank: place, cost, front, ...entry }) => {
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

function evaluate(
  items: readonly RatedItem[],
  truth: Truth,
  request: RankRequest,
  seed: number,
  { warn, step }: WorkflowRun,
): Evaluation | null {
  const known = items.flatMap(({ score, quality }) =>
    quality === undefined ? [] : [{ score, quality }],
  );
  const result = evaluateScores(
    {
      scores: known.map(({ score }) => score),
      truth: known.map(({ quality }) => quality),
      direction: directionOf(truth, request),
      seed,
      ...(request.resamples !== undefined && { resamples: request.resamples }),
    },
    step('drew', 'resamples'),
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
