import { describe, expect, it } from 'vitest';
import { quantileOfSorted } from '../../src/evaluation/quantile-of-sorted.ts';

describe('quantileOfSorted', () => {
  it('interpolates like NumPy: catches another definition of quantiles', () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect(quantileOfSorted(sorted, 0.5)).toBe(3);
    expect(quantileOfSorted(sorted, 0.025)).toBeCloseTo(1.075, 14);
    expect(quantileOfSorted(sorted, 0.975)).toBeCloseTo(7.7, 14);
  });

  it('reaches both ends, also of one value: catches reading past the end', () => {
    expect(quantileOfSorted(Float64Array.of(1, 2), 0)).toBe(1);
    expect(quantileOfSorted(Float64Array.of(1, 2), 1)).toBe(2);
    expect(quantileOfSorted(Float64Array.of(5), 0.975)).toBe(5);
  });
});
