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

/**
 * The product of the features of two points divided by their number, `z . z' / p`, and the kernel of
 * their distance, `exp(-|z - z'|^2 / (2 p))`.
 */
export function relationOf(
  a: Points,
  i: number,
  b: Points,
  j: number,
): { readonly product: number; readonly nearness: number } {
  const { featureCount } = a;
  const p = divisorOf(a);
  let [product, distance] = [0, 0];
  for (let d = 0; d < featureCount; d++) {
    const own = a.features[i * featureCount + d] ?? NaN;
    const other = b.features[j * featureCount + d] ?? NaN;
    product += own * other;
    distance += (own - other) ** 2;
  }
  return { product: product / p, nearness: fastExp(-distance / (2 * p)) };
}
