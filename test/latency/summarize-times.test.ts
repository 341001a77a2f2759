import { describe, expect, it } from 'vitest';
import { summarizeTimes } from '../../src/latency/summarize-times.ts';

describe('summarizeTimes', () => {
  it('gives what NumPy gives: catches quartiles by another rule', () => {
    // numpy.percentile([3, 1, 4, 10, 5.5], [50, 25, 75]); scipy.stats.median_abs_deviation
    expect(summarizeTimes([3, 1, 4, 10, 5.5])).toEqual({
      median: 4,
      quartiles: [3, 5.5],
      fastest: 1,
      medianDeviation: 1.5,
    });
    expect(summarizeTimes([2, 1]).median).toBe(1.5);
  });

  it('of one time is that time, without a spread: catches a division by none', () => {
    expect(summarizeTimes([7])).toEqual({
      median: 7,
      quartiles: [7, 7],
      fastest: 7,
      medianDeviation: 0,
    });
  });

  it('hardly moves for one pass that was disturbed: catches a mean', () => {
    const calm = summarizeTimes([10, 11, 12, 13, 14]);
    const disturbed = summarizeTimes([10, 11, 12, 13, 9000]);
    expect(disturbed.median).toBe(calm.median);
    expect(disturbed.medianDeviation).toBe(calm.medianDeviation);
  });
});
