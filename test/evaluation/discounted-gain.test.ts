import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discountedGain } from '../../src/evaluation/discounted-gain.ts';
import { fallingOrders } from './all-orders.ts';
import { rankingReference } from './ranking-reference.ts';
import { valueOf } from './value-of.ts';

const fewItems = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -3, max: 3 })), {
    minLength: 2,
    maxLength: 6,
  })
  .map((pairs) => ({ scores: pairs.map(([s]) => s), quality: pairs.map(([, q]) => q) }))
  .filter(({ quality }) => new Set(quality).size > 1);

describe('discountedGain', () => {
  it('is what scikit-learn gives for quality - worst: catches another gain, discount or tie', () => {
    expect(rankingReference.gains.length).toBeGreaterThan(20);
    for (const { scores, quality, k, value } of rankingReference.gains) {
      expect(valueOf(discountedGain(scores, quality, k))).toEqual({
        value: expect.closeTo(value, 12) as number,
        k,
      });
    }
  });

  it('gives a value computed by hand: catches places that count from 0', () => {
    // Gains 0, 1 and 0.5 in the order of the scores; the ideal order is 1, 0.5.
    const expected = 1 / Math.log2(3) / (1 + 0.5 / Math.log2(3));
    expect(valueOf(discountedGain([9, 5, 1], [-4, -2, -3], 2)).value).toBeCloseTo(expected, 14);
  });

  it('is the mean over all ways to break ties: catches ties broken by place', () => {
    fc.assert(
      fc.property(fewItems, fc.integer({ min: 1, max: 6 }), ({ scores, quality }, most) => {
        const k = Math.min(most, scores.length);
        const worst = Math.min(...quality);
        const gainOf = (order: readonly number[]): number =>
          order
            .slice(0, k)
            .reduce((sum, item, at) => sum + (quality[item]! - worst) / Math.log2(at + 2), 0);
        const ideal = gainOf(fallingOrders(quality)[0]!);
        const orders = fallingOrders(scores);
        const mean = orders.reduce((sum, order) => sum + gainOf(order) / ideal, 0) / orders.length;
        expect(valueOf(discountedGain(scores, quality, k)).value).toBeCloseTo(mean, 12);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same in any unit, and 1 for the order of quality itself: catches a gain of the raw number', () => {
    const item = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { minLength: 2, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -99, max: 99 }),
        (quality, unit, shift) => {
          const scores = quality.map((value) => (value * 7) % 11);
          const other = quality.map((value) => unit * value + shift);
          const { value } = valueOf(discountedGain(scores, quality, '50%'));
          expect(valueOf(discountedGain(scores, other, '50%')).value).toBeCloseTo(value, 12);
          expect(valueOf(discountedGain(quality, quality, '50%')).value).toBe(1);
        },
      ),
    );
  });

  it.each([
    { scores: [], quality: [], top: 1, reason: /no item/ },
    { scores: [1], quality: [1, 2], top: 1, reason: /1 values of score but 2 of quality/ },
    { scores: [1, 2], quality: [1, NaN], top: 1, reason: /quality at index 1 is NaN/ },
    { scores: [1, 2], quality: [3, 3], top: 1, reason: /same quality/ },
    { scores: [1, 2], quality: [-1e308, 1e308], top: 1, reason: /too far apart/ },
    { scores: [1, 2], quality: [1, 2], top: 3, reason: /3 items, and there are 2/ },
    { scores: [1, 2], quality: [1, 2], top: '0%', reason: /above 0 %/ },
  ] as const)('says why there is none: $reason; catches NaN as a result', (example) => {
    const result = discountedGain(example.scores, example.quality, example.top);
    expect(result.ok ? '' : result.reason).toMatch(example.reason);
  });
});
