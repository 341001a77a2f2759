import { drawResample } from './draw-resample.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import { quantileOfSorted } from './quantile-of-sorted.ts';
import { failure, success, type Result } from '../result.ts';

/** Below this, every resample with a statistic holds the same items, and says nothing. */
const FEWEST_ITEMS = 3;

/** Enough for the ends of an interval to settle to about a tenth of its width. */
export const DEFAULT_RESAMPLES = 1000;

/** What to bootstrap. */
export interface BootstrapOptions {
  /** The number of items in the data. */
  readonly n: number;
  /**
   * The statistic of a sample in which item i occurs `multiplicities[i]` times; null if the
   * sample has none. The array is reused: read it, don't keep it.
   */
  readonly statistic: (multiplicities: Uint32Array) => number | null;
  /** A whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** How many samples to draw, 1000 by default. */
  readonly resamples?: number;
}

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
 * The 95 % percentile bootstrap interval of a statistic of paired data: the 2.5 % and 97.5 %
 * quantiles of the statistic over samples of n whole items, drawn with replacement. A function of
 * the seed and the data in the given order; two statistics with the same n and seed see the same
 * resamples.
 *
 * It is too narrow for a handful of items, and has no width if every resample agrees, as it does
 * for a perfect rank correlation: that is no proof of certainty.
 *
 * @returns a failure if the settings are out of range, if there are fewer than 3 items, or if
 *   fewer than half of the resamples have a statistic
 *
 * Source: Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13.
 */
export function bootstrapInterval(options: BootstrapOptions): Result<BootstrapInterval> {
  const { n, statistic, seed, resamples = DEFAULT_RESAMPLES } = options;
  const problem = findBootstrapProblem(seed, resamples);
  if (problem !== null) return failure(problem);
  if (n < FEWEST_ITEMS) {
    return failure(`An interval needs at least ${FEWEST_ITEMS} items; there are ${n}.`);
  }
  const values = new Float64Array(resamples);
  let used = 0;
  const multiplicities = new Uint32Array(n);
  for (let resample = 0; resample < resamples; resample++) {
    drawResample(seed, resample, multiplicities);
    const value = statistic(multiplicities);
    if (value !== null) values[used++] = value;
  }
  const leftOut = resamples - used;
  if (used < resamples / 2) {
    return failure(
      `${leftOut} of ${resamples} resamples have no value, more than half: too few of the items differ for an interval.`,
    );
  }
  const sorted = values.subarray(0, used).sort();
  const interval = [quantileOfSorted(sorted, 0.025), quantileOfSorted(sorted, 0.975)] as const;
  return success({ interval, resamples, leftOut });
}
