import { quantileOfSorted } from '../evaluation/quantile-of-sorted.ts';

/** The times of one model's passes, in milliseconds. */
export interface LatencyTimes {
  readonly median: number;
  /** What a quarter of the passes took at most, and three quarters. */
  readonly quartiles: readonly [number, number];
  readonly fastest: number;
  /**
   * Median distance from the median: with the median, the two numbers that a few disturbed passes
   * do not move.
   */
  readonly medianDeviation: number;
}

/**
 * The statistics of measured times.
 *
 * @param times at least one, finite
 */
export function summarizeTimes(times: readonly number[]): LatencyTimes {
  const sorted = Float64Array.from(times).sort();
  const median = quantileOfSorted(sorted, 0.5);
  const distances = sorted.map((time) => Math.abs(time - median)).sort();
  return {
    median,
    quartiles: [quantileOfSorted(sorted, 0.25), quantileOfSorted(sorted, 0.75)],
    fastest: quantileOfSorted(sorted, 0),
    medianDeviation: quantileOfSorted(distances, 0.5),
  };
}
