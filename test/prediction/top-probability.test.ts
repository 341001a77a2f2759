import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topProbabilities, winProbability } from '../../src/prediction/top-probability.ts';

const predictions = fc.array(
  fc.record({
    mean: fc.double({ min: -3, max: 3, noNaN: true }),
    standardDeviation: fc.double({ min: 0.01, max: 2, noNaN: true }),
  }),
  { minLength: 2, maxLength: 30 },
);

describe('topProbabilities', () => {
  it('add up to k: catches a threshold that is not found', () => {
    fc.assert(
      fc.property(predictions, fc.integer({ min: 1, max: 29 }), (all, k) => {
        const found = topProbabilities(all, k);
        const sum = found.reduce((total, own) => total + own, 0);
        expect(sum).toBeCloseTo(Math.min(k, all.length), 6);
        for (const own of found) {
          expect(own).toBeGreaterThanOrEqual(0);
          expect(own).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('add up to k where deviations differ widely: catches steps that go to and fro', () => {
    const deviations = [0.17, 0.09, 1.28, 0.025, 0.21, 0.7, 0.47, 0.46, 0.48, 0.028, 0.047, 0.28];
    const all = [
      ...deviations.map((standardDeviation) => ({ mean: 0, standardDeviation })),
      { mean: -1.25, standardDeviation: 1.36 },
    ];
    const sum = topProbabilities(all, 6).reduce((total, own) => total + own, 0);
    expect(sum).toBeCloseTo(6, 6);
  });

  it('are near those of drawn qualities, for many candidates: catches another meaning', () => {
    const all = Array.from({ length: 60 }, (_, i) => ({
      mean: i / 30,
      standardDeviation: 0.2 + (i % 7) / 10,
    }));
    const counts = all.map(() => 0);
    let state = 1;
    const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
    const draws = 4000;
    for (let draw = 0; draw < draws; draw++) {
      const qualities = all.map(({ mean, standardDeviation }) => {
        const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
        return mean + standardDeviation * normal;
      });
      const tenth = qualities.toSorted((a, b) => b - a)[9] ?? NaN;
      for (const [i, quality] of qualities.entries()) {
        if (quality >= tenth) counts[i] = (counts[i] ?? NaN) + 1;
      }
    }
    for (const [i, own] of topProbabilities(all, 10).entries()) {
      expect(Math.abs(own - (counts[i] ?? NaN) / draws)).toBeLessThan(0.04);
    }
  });

  it('is 1 for all where k is their number or more', () => {
    const two = [
      { mean: 0, standardDeviation: 1 },
      { mean: 5, standardDeviation: 1 },
    ];
    expect(topProbabilities(two, 2)).toEqual([1, 1]);
    expect(topProbabilities(two, 9)).toEqual([1, 1]);
  });
});

describe('winProbability', () => {
  it('is that of a difference of normal variables: catches a sum of deviations', () => {
    const [a, b] = [
      { mean: 1, standardDeviation: 3 },
      { mean: -4, standardDeviation: 4 },
    ];
    // Phi(5 / 5), Abramowitz and Stegun, table 26.1.
    expect(winProbability(a, b)).toBeCloseTo(0.8413447460685429, 12);
    expect(winProbability(a, b) + winProbability(b, a)).toBeCloseTo(1, 14);
    expect(winProbability(a, a)).toBe(0.5);
  });
});
