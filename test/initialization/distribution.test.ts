import { describe, expect, test } from 'vitest';
import {
  TRUNCATED_VARIANCE,
  TRUNCATION,
  varianceOf,
  type RandomDistribution,
} from '../../src/initialization/distribution.ts';

/** The variance of a symmetric density that is zero outside [-end, end], by Simpson's rule. */
function integratedVariance(density: (x: number) => number, end: number): number {
  const steps = 20_000;
  const h = (2 * end) / steps;
  let [mass, second] = [0, 0];
  for (let i = 0; i <= steps; i++) {
    const x = -end + i * h;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    mass += weight * density(x);
    second += weight * x * x * density(x);
  }
  return second / mass;
}

const normalDensity = (standardDeviation: number) => (x: number) =>
  Math.exp(-((x / standardDeviation) ** 2) / 2);

describe('varianceOf(distribution)', () => {
  test.each<[string, RandomDistribution, (x: number) => number, number]>([
    ['normal', { kind: 'normal', standardDeviation: 0.02 }, normalDensity(0.02), 0.02 * 12],
    [
      'truncated normal',
      { kind: 'truncated-normal', standardDeviation: 0.02 },
      normalDensity(0.02),
      0.02 * TRUNCATION,
    ],
    ['uniform', { kind: 'uniform', bound: 0.3 }, () => 1, 0.3],
  ])('of a %s is the integral of x^2 over its density', (_, distribution, density, end) => {
    const integrated = integratedVariance(density, end);
    expect(Math.abs(varianceOf(distribution) / integrated - 1)).toBeLessThan(1e-12);
  });

  test('of a normal cut at two standard deviations has all digits of the published formula', () => {
    expect(TRUNCATION).toBe(2);
    // mpmath with 40 digits: 1 - 4 phi(2) / (2 Phi(2) - 1) = 0.77374130354992324717991367...
    expect(TRUNCATED_VARIANCE).toBe(0.7737413035499232);
  });

  test('of entries that are all zero is zero', () => {
    expect(varianceOf({ kind: 'normal', standardDeviation: 0 })).toBe(0);
    expect(varianceOf({ kind: 'truncated-normal', standardDeviation: 0 })).toBe(0);
    expect(varianceOf({ kind: 'uniform', bound: 0 })).toBe(0);
  });
});
