import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';
import { valueOf } from './value-of.ts';

const steps = (from: number, count = 1001): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => from + i / 1000);

describe('pairedDifference', () => {
  it('gives the interval of the differences: catches a difference of intervals', () => {
    // Both swing by 1, together: the difference is always 0.1.
    const result = valueOf(
      pairedDifference(50, { value: 0.6, values: steps(0.1) }, { value: 0.5, values: steps(0) }),
    );
    expect(result.n).toBe(50);
    expect(result.difference).toBeCloseTo(0.1, 15);
    expect(result.ci95[0]).toBeCloseTo(0.1, 12);
    expect(result.ci95[1]).toBeCloseTo(0.1, 12);
  });

  it.each([
    { from: 0.01, verdict: 'better' },
    { from: -0.5, verdict: 'not shown' },
    { from: -1.01, verdict: 'worse' },
    { from: -0.025, verdict: 'not shown' },
  ])('says $verdict for differences from $from: catches swapped verdicts', ({ from, verdict }) => {
    const none = { value: 0, values: new Float64Array(1001) };
    const result = valueOf(pairedDifference(9, { value: 1, values: steps(from) }, none));
    expect(result.verdict).toBe(verdict);
  });

  it('is not shown for equal correlations: catches an interval of no width taken for proof', () => {
    const one = { value: 0.5, values: steps(0) };
    expect(valueOf(pairedDifference(9, one, one))).toEqual({
      n: 9,
      difference: 0,
      ci95: [0, 0],
      verdict: 'not shown',
    });
  });

  it('leaves out resamples that one of them lacks, and fails without an interval: catches NaN', () => {
    const gaps = (count: number) => steps(0.1, 100).map((value, i) => (i < count ? NaN : value));
    const none = { value: 0, values: new Float64Array(100) };
    const some = pairedDifference(9, { value: 1, values: gaps(50) }, none);
    expect(valueOf(some).verdict).toBe('better');
    const most = pairedDifference(9, { value: 1, values: gaps(51) }, none);
    expect(most.ok ? '' : most.reason).toContain('51 of 100 resamples have no value');
    const few = pairedDifference(2, { value: 1, values: gaps(0) }, none);
    expect(few.ok ? '' : few.reason).toContain('at least 3 items; there are 2');
  });
});
