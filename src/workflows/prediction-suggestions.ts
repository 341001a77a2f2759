import type { CandidatePool } from '../prediction/candidate-pool.ts';
import type { Points } from '../prediction/label-kernel.ts';
import type { LabelModel } from '../prediction/label-model.ts';
import type { Prediction } from '../prediction/quality-posterior.ts';
import { expectedImprovement, strataOfPrior } from '../prediction/suggest-labels.ts';
import type { PredictDocument } from '../report/documents/predict-document.ts';
import { BestRanked } from '../scoring/best-ranked.ts';
import { NO_PRIOR } from './prediction-prior.ts';
import { Refusal } from './refusal.ts';

/** What {@link suggestLabels} chooses from. */
interface SuggestionRequest {
  readonly pool: CandidatePool;
  readonly points: Points;
  /** Null without labels. */
  readonly predictions: readonly Prediction[] | null;
  readonly model: LabelModel | null;
  readonly qualities: ReadonlyMap<string, number>;
  readonly count: number;
  readonly prior: string;
}

/**
 * Which candidates to label next: without labels, one of each stratum of the prior; with labels,
 * those that are expected to improve the most on the best label.
 */
export function suggestLabels({
  pool,
  points,
  predictions,
  model,
  qualities,
  count,
  prior,
}: SuggestionRequest): NonNullable<PredictDocument['suggestions']> {
  const priorOf = (place: number): number | null =>
    prior === NO_PRIOR ? null : (points.priors[place] ?? null);
  if (model === null || predictions === null) {
    return strataOfPrior(pool.ids, points.priors, count).map((place, index) => ({
      place: index + 1,
      id: pool.ids[place] ?? '',
      prior: priorOf(place),
    }));
  }
  const known = new Set([...qualities.keys(), ...model.labels.map(({ id }) => id)]);
  const best = model.scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const first = new BestRanked<{
    readonly id: string;
    readonly score: number;
    readonly place: number;
  }>(count);
  for (const [place, prediction] of predictions.entries()) {
    const id = pool.ids[place] ?? '';
    if (!known.has(id)) first.add({ id, place, score: expectedImprovement(prediction, best) });
  }
  const ranking = first.ranking();
  if (ranking.length === 0) throw Refusal.of('--suggest: every candidate has a label');
  return ranking.map(({ id, place, score }, index) => ({
    place: index + 1,
    id,
    prior: priorOf(place),
    expectedImprovement: score,
  }));
}
