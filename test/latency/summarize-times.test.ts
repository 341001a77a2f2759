import { describe, expect, it } from 'vitest';
import { summarizeTimes, type PassTime } from '../../src/latency/summarize-times.ts';

const passes = (...times: number[]): PassTime[] =>
  times.map((elapsed) => ({ elapsed, undisturbed: elapsed }));

describe('summarizeTimes', () => {
  it('gives what NumPy gives: catches quartiles by another rule', () => {
    // numpy.percentile([3, 1, 4, 10, 5.5], [50, 25, 75]); scipy.stats.median_abs_deviation
    expect(summarizeTimes(passes(3, 1, 4, 10, 5.5))).toEqual({
      median: 4,
      quartiles: [3, 5.5],
      fastest: 1,
      medianDeviation: 1.5,
      undisturbed: 4,
    });
    expect(summarizeTimes(passes(2, 1)).median).toBe(1.5);
  });

  it('of one time is that time, without a spread: catches a division by none', () => {
    expect(summarizeTimes(passes(7))).toEqual({
      median: 7,
      quartiles: [7, 7],
      fastest: 7,
      medianDeviation: 0,
      undisturbed: 7,
    });
  });

  it('hardly moves for one pass that was disturbed: catches a mean', () => {
    const calm = summarizeTimes(passes(10, 11, 12, 13, 14));
    const disturbed = summarizeTimes(passes(10, 11, 12, 13, 9000));
    expect(disturbed.median).toBe(calm.median);
    expect(disturbed.medianDeviation).toBe(calm.medianDeviation);
  });

  it('has a median without waits of its own: catches one of what has elapsed', () => {
    const times = summarizeTimes([
      { elapsed: 10, undisturbed: 3 },
      { elapsed: 20, undisturbed: 2 },
      { elapsed: 5, undisturbed: 5 },
    ]);
    expect(times).toMatchObject({ median: 10, undisturbed: 3 });
  });
});
