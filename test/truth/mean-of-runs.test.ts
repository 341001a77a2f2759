import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanOfRuns } from '../../src/truth/mean-of-runs.ts';

describe('meanOfRuns', () => {
  test('of one run is that run to the last digit: catches a rounding that nobody asked for', () => {
    expect(meanOfRuns([0.1234567890123456])).toBe(0.1234567890123456);
  });

  test('of several is their mean: catches a sum, or a median', () => {
    expect(meanOfRuns([1, 2, 6])).toBe(3);
    expect(meanOfRuns([-1, 1])).toBe(0);
  });

  test('equal means of other runs are equal: catches a tie that float noise breaks', () => {
    expect(meanOfRuns([70.1, 70.3])).toBe(meanOfRuns([70.2, 70.2]));
    expect(meanOfRuns([0.1, 0.2, 0.3])).toBe(0.2);
    expect(Object.is(meanOfRuns([-0, -0]), 0)).toBe(true);
  });

  test('of the largest numbers is finite: catches a sum that overflows', () => {
    const largest = Number.MAX_VALUE;
    expect(meanOfRuns([largest, largest, largest]) / largest).toBeCloseTo(1, 11);
    expect(meanOfRuns([largest, -largest])).toBe(0);
  });

  test('depends on no order, and lies among the runs: catches another average', () => {
    const run = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 9 }), (runs) => {
        const mean = meanOfRuns(runs);
        expect(meanOfRuns(runs.toReversed())).toBe(mean);
        const slack = 1e-11 * Math.max(...runs.map(Math.abs)) + 1e-300;
        expect(mean).toBeGreaterThanOrEqual(Math.min(...runs) - slack);
        expect(mean).toBeLessThanOrEqual(Math.max(...runs) + slack);
      }),
    );
  });
});
