import type { CandidatePool } from '../prediction/candidate-pool.ts';
import type { Points } from '../prediction/label-kernel.ts';
import type { Prediction } from '../prediction/quality-posterior.ts';
import { topProbabilities, winProbability } from '../prediction/top-probability.ts';
import type { PredictDocument } from '../report/documents/predict-document.ts';
import { BestRanked } from '../scoring/best-ranked.ts';
import { NO_PRIOR } from './prediction-prior.ts';
import { Refusal } from './refusal.ts';

/** Candidates by their predicted mean: the first `top`, at least 1, of all. */
export function rankingOf(request: {
  readonly pool: CandidatePool;
  readonly points: Points;
  readonly predictions: readonly Prediction[];
  readonly qualities: ReadonlyMap<string, number>;
  readonly best: number;
  readonly prior: string;
  readonly against: string | undefined;
  readonly top: number;
}): PredictDocument['ranking'] {
  const { pool, points, predictions, qualities, best, prior, against } = request;
  const probabilities = topProbabilities(predictions, best);
  const rival = against === undefined ? undefined : predictions[pool.ids.indexOf(against)];
  if (against !== undefined && rival === undefined) {
    throw Refusal.of(`--against "${against}": no candidate has that id`);
  }
  const first = new BestRanked<{
    readonly id: string;
    readonly score: number;
    readonly place: number;
    readonly prediction: Prediction;
  }>(request.top);
  for (const [place, prediction] of predictions.entries()) {
    const { mean } = prediction;
    if (!first.mayHold(mean)) continue;
    first.add({ id: pool.ids[place] ?? '', score: mean, place, prediction });
  }
  return first.ranking().map(({ rank, id, place, prediction }) => {
    const label = qualities.get(id);
    return {
      rank,
      id,
      prior: prior === NO_PRIOR ? null : (points.priors[place] ?? null),
      ...prediction,
      probabilityBest: probabilities[place] ?? 0,
      ...(rival !== undefined && {
        probabilityAgainst: id === against ? 0.5 : winProbability(prediction, rival),
      }),
      ...(label !== undefined && { label }),
    };
  });
}
