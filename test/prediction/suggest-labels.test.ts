import { describe, expect, it } from 'vitest';
import { expectedImprovement, strataOfPrior } from '../../src/prediction/suggest-labels.ts';

describe('strataOfPrior', () => {
  it('takes the middle of each stratum, from the highest: catches the top ones alone', () => {
    const ids = Array.from({ length: 10 }, (_, i) => `c${i}`);
    const priors = Float64Array.from(ids, (_, i) => i);
    expect(strataOfPrior(ids, priors, 5)).toEqual([8, 6, 4, 2, 0]);
    expect(strataOfPrior(ids, priors, 1)).toEqual([4]);
  });

  it('does not depend on the order of candidates that are tied, nor on rounding', () => {
    const ids = ['b', 'a', 'c', 'd'];
    const priors = Float64Array.of(1, 1 + 1e-14, 1, 0);
    const names = strataOfPrior(ids, priors, 4).map((place) => ids[place]);
    expect(names).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes every candidate once where fewer are left than wanted', () => {
    expect(strataOfPrior(['a', 'b'], Float64Array.of(0, 1), 9)).toEqual([1, 0]);
  });
});

describe('expectedImprovement', () => {
  it('is the mean of what is above the best: catches a sign', () => {
    // Riemann sum of max(q - best, 0) under N(0.5, 2^2), best 1.
    let sum = 0;
    for (let x = -20; x < 20; x += 1e-3) {
      const density = Math.exp(-((x - 0.5) ** 2) / 8) / Math.sqrt(8 * Math.PI);
      sum += Math.max(0, x - 1) * density * 1e-3;
    }
    expect(expectedImprovement({ mean: 0.5, standardDeviation: 2 }, 1)).toBeCloseTo(sum, 4);
  });

  it('without uncertainty is the difference, or nothing', () => {
    expect(expectedImprovement({ mean: 3, standardDeviation: 0 }, 1)).toBe(2);
    expect(expectedImprovement({ mean: 0, standardDeviation: 0 }, 1)).toBe(0);
  });
});
