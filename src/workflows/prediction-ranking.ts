import type { CandidatePool } from '../prediction/candidate-pool.ts';
import type { Points } from '../prediction/label-kernel.ts';
import type { Prediction } from '../prediction/quality-posterior.ts';
import { topProbabilities, winProbability } from '../prediction/top-probability.ts';
import type { PredictDocument } from '../report/documents/predict-document.ts';
import { rankByScore } from '../scoring/rank-by-score.ts';
import { NO_PRIOR } from './prediction-prior.ts';
import { Refusal } from './refusal.ts';

/** All candidates by their predicted mean. */
export function rankingOf(request: {
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
