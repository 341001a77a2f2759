import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinCapacities, alphaBalance, formulaBalance } from '../../src/scoring/balance.ts';
import { magnitudeOf, settleScore } from '../../src/scoring/settle-score.ts';

describe('settleScore(score, magnitude)', () => {
  test.each([
    [1, 1, 1],
    [0.15, 1, 0.15],
    [1 / 3, 2, 1 / 3],
    [1.23456789012345e-3, 1, 1.23456789e-3],
    [1e-12, 1, 0],
    [-4.4e-16, 3, 0],
    [0, 0, 0],
    [0, 5, 0],
    [Infinity, 5, Infinity],
    [2, Infinity, 2],
  ])('of %d in a magnitude of %d is %d', (score, magnitude, settled) => {
    expect(settleScore(score, magnitude)).toBe(settled);
    expect(settleScore(-score, magnitude)).toBe(settled === 0 ? 0 : -settled);
  });

  test('a score that is the sum of its terms is left as it is: catches bits that are lost', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (score) => {
        expect(settleScore(score, score)).toBe(score);
      }),
    );
  });
});

describe('magnitudeOf(evaluate)', () => {
  test('of a linear function is the sum of the absolute terms', () => {
    expect(magnitudeOf((a, f, e) => 3 * a - 5 * f + 0 * e)).toBeCloseTo(8, 6);
  });
  test('of a logarithm is 1 for each, however large what it is of', () => {
    expect(magnitudeOf((a) => Math.log(1e30 * a))).toBeCloseTo(1, 5);
  });
});

describe('joinCapacities, where the terms cancel', () => {
  /** A model of n blocks, whose feed-forward capacity is twice that of attention but for noise. */
  const models = Array.from({ length: 30 }, (_, n) => {
    const attention = Array.from({ length: n + 1 }, () => 0.1).reduce((sum, x) => sum + x, 0);
    const feedForward = 0.2 * (n + 1);
    return { attention, feedForward, embedding: 1 };
  });

  test('gives exactly 0 for alpha 2: catches rounding errors that are ranked', () => {
    const scores = models.map((capacities) => joinCapacities(alphaBalance(2), capacities));
    expect(scores).toEqual(models.map(() => ({ ok: true, value: 0 })));
  });

  test('gives exactly 0 for the same as a formula', () => {
    const balance = formulaBalance('feedForward - 2*attention');
    if (!balance.ok) throw new Error(balance.reason);
    const scores = models.map((capacities) => joinCapacities(balance.value, capacities));
    expect(scores).toEqual(models.map(() => ({ ok: true, value: 0 })));
  });
});
