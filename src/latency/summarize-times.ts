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
  /** The median without the time that passes waited for a core, see {@link PassTime}. */
  readonly undisturbed: number;
}

/** The time of a pass, in milliseconds. */
export interface PassTime {
  readonly elapsed: number;
  /**
   * The same without what the pass waited for a core that another program had: the processor time of
   * the process, where that is less. With several threads, which it sums up, it is what has elapsed.
   */
  readonly undisturbed: number;
}

/**
 * The statistics of measured times.
 *
 * @param times at least one, finite
 */
export function summarizeTimes(times: readonly PassTime[]): LatencyTimes {
  const sorted = Float64Array.from(times, ({ elapsed }) => elapsed).sort();
  const undisturbed = Float64Array.from(times, (time) => time.undisturbed).sort();
  const median = quantileOfSorted(sorted, 0.5);
  const distances = sorted.map((time) => Math.abs(time - median)).sort();
  return {
    median,
    quartiles: [quantileOfSorted(sorted, 0.25), quantileOfSorted(sorted, 0.75)],
    fastest: quantileOfSorted(sorted, 0),
    medianDeviation: quantileOfSorted(distances, 0.5),
    undisturbed: quantileOfSorted(undisturbed, 0.5),
  };
}
