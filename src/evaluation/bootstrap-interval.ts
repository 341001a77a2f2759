import { drawResample } from './draw-resample.ts';
import { findBootstrapProblem } from './find-bootstrap-problem.ts';
import { FEWEST_ITEMS, intervalOfValues, type BootstrapInterval } from './interval-of-values.ts';
import { failure, type Result } from '../result.ts';

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
  // Too few items have no interval whatever the values are.
  if (n < FEWEST_ITEMS) return intervalOfValues(n, new Float64Array(0));
  const values = new Float64Array(resamples);
  const multiplicities = new Uint32Array(n);
  for (let resample = 0; resample < resamples; resample++) {
    drawResample(seed, resample, multiplicities);
    values[resample] = statistic(multiplicities) ?? NaN;
  }
  return intervalOfValues(n, values);
}
