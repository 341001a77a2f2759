import { quantileOfSorted } from './quantile-of-sorted.ts';
import { failure, success, type Result } from '../result.ts';

/** Below this, every resample with a statistic holds the same items, so that an interval has no width. */
export const FEWEST_ITEMS = 3;

/** A 95 % interval, and what it rests on. */
export interface BootstrapInterval {
  /** The lower and the upper end. */
  readonly interval: readonly [number, number];
  /** The number of resamples drawn. */
  readonly resamples: number;
  /** How many of them were left out because they have no statistic. */
  readonly leftOut: number;
}

/**
 * The 95 % percentile interval of what resamples gave: the 2.5 % and 97.5 % quantiles of their
 * values; see `bootstrapInterval`.
 *
 * @param n the number of items in the data
 * @param values one per resample, NaN where the resample has no statistic
 * @returns a failure if there are fewer than 3 items, or if fewer than half of the resamples have
 *   a statistic
 */
export function intervalOfValues(n: number, values: Float64Array): Result<BootstrapInterval> {
  if (n < FEWEST_ITEMS) {
    return failure(`An interval needs at least ${FEWEST_ITEMS} items; there are ${n}.`);
  }
  const resamples = values.length;
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const leftOut = resamples - sorted.length;
  if (leftOut > resamples / 2) {
    return failure(
      `${leftOut} of ${resamples} resamples have no value, more than half: too few of the items differ for an interval.`,
    );
  }
  const interval = [quantileOfSorted(sorted, 0.025), quantileOfSorted(sorted, 0.975)] as const;
  return success({ interval, resamples, leftOut });
}
