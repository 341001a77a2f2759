import type { TruthDirection } from '../evaluation/truth-direction.ts';
import { CandidatePool, somePoints, type PoolScales } from './candidate-pool.ts';
import { fitKernels, type FittedKernel } from './fitted-kernels.ts';
import type { Points } from './label-kernel.ts';
import { normalScores } from './normal-scores.ts';
import { QualityPosterior } from './quality-posterior.ts';
import { strataOfPrior } from './suggest-labels.ts';

/** Most labels that a prediction rests on: the exact solution takes time with their third power. */
export const MAX_LABELS = 2000;

/** Fewest labels that can be learned from. */
export const MIN_LABELS = 3;

/** A candidate with a label, as numbers. */
export interface Label {
  readonly id: string;
  /** As it was measured. */
  readonly quality: number;
  /** Standardized. */
  readonly prior: number;
  readonly features: readonly number[];
}

/** What predictions follow from. */
export interface LabelModel {
  readonly labels: readonly Label[];
  /** Normal scores of the labels, higher is better. */
  readonly scores: Float64Array;
  readonly fitted: readonly FittedKernel[];
  readonly posterior: QualityPosterior;
}

/**
 * The labels of a pool that a prediction rests on: all of them up to {@link MAX_LABELS}, and beyond
 * that as many, spread evenly over the prior scores.
 *
 * @param places of the labelled candidates in the pool
 * @param points all candidates
 */
export function usedLabels(
  pool: CandidatePool,
  points: Points,
  places: readonly number[],
  qualityOf: (id: string) => number,
): Label[] {
  const labelled = somePoints(points, places);
  const ids = places.map((place) => pool.ids[place] ?? '');
  const used =
    places.length <= MAX_LABELS
      ? ids.map((_, index) => index)
      : strataOfPrior(ids, labelled.priors, MAX_LABELS).sort((a, b) => a - b);
  const { featureCount } = labelled;
  return used.map((index) => ({
    id: ids[index] ?? '',
    quality: qualityOf(ids[index] ?? ''),
    prior: labelled.priors[index] ?? NaN,
    features: [...labelled.features.subarray(index * featureCount, (index + 1) * featureCount)],
  }));
}

/**
 * The model of labels, on the scales on which they were standardized.
 *
 * @param labels at least {@link MIN_LABELS}
 * @param onProgress called with the processes fitted and all of them
 */
export async function fitLabels(
  labels: readonly Label[],
  direction: TruthDirection,
  { features }: PoolScales,
  onProgress: (done: number, total: number) => Promise<void>,
): Promise<LabelModel> {
  const sign = direction === 'lower-is-better' ? -1 : 1;
  const points: Points = {
    priors: Float64Array.from(labels, ({ prior }) => prior),
    features: Float64Array.from(labels.flatMap((label) => label.features)),
    featureCount: features.filter(({ deviation }) => deviation !== null).length,
  };
  const scores = normalScores(Float64Array.from(labels, ({ quality }) => sign * quality));
  const fitted = await fitKernels(points, scores, onProgress);
  return { labels, scores, fitted, posterior: new QualityPosterior(points, fitted) };
}
