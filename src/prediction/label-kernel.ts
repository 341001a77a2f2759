import { fastExp } from '../fast-exponential.ts';

/**
 * Candidates as the Gaussian process sees them: the standardized prior score of each, and its
 * standardized features.
 */
export interface Points {
  /** b, one for each point; all 0 without a prior. */
  readonly priors: Float64Array;
  /** z, `featureCount` for each point. */
  readonly features: Float64Array;
  /** Features of a point; 0 where none varies. */
  readonly featureCount: number;
}

/** What the prior score is multiplied by as the mean of the process. */
export const PRIOR_MEAN = 0.8;

/** The variance of the constant. */
export const CONSTANT_VARIANCE = 1;
/** The variance of the slope over the prior score. */
export const SLOPE_VARIANCE = 0.3;

/** The features that distances and products are divided by: at least 1. */
export function divisorOf({ featureCount }: Points): number {
  return Math.max(1, featureCount);
}

/** The product of the features of two points divided by their number, `z . z' / p`. */
export function productOf(a: Points, i: number, b: Points, j: number): number {
  const { featureCount } = a;
  let product = 0;
  for (let d = 0; d < featureCount; d++) {
    product +=
      (a.features[i * featureCount + d] ?? NaN) * (b.features[j * featureCount + d] ?? NaN);
  }
  return product / divisorOf(a);
}

/** The kernel of the distance of two points, `exp(-|z - z'|^2 / (2 p))`. */
export function nearnessOf(a: Points, i: number, b: Points, j: number): number {
  const { featureCount } = a;
  let distance = 0;
  for (let d = 0; d < featureCount; d++) {
    const own = a.features[i * featureCount + d] ?? NaN;
    distance += (own - (b.features[j * featureCount + d] ?? NaN)) ** 2;
  }
  return fastExp(-distance / (2 * divisorOf(a)));
}
