import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickRegret } from '../../src/evaluation/pick-regret.ts';
import { fallingOrders } from './all-orders.ts';
import { valueOf } from './value-of.ts';

describe('pickRegret', () => {
  it('is the best less what was picked: catches the quality itself or its sign', () => {
    expect(valueOf(pickRegret([3, 2, 1], [-30, -10, -25], 2))).toEqual({
      items: 3,
      bestPick: 20,
      bestOf: { k: 2, regret: 0 },
    });
  });

  it('is 0 for a perfect order: catches rounding below 0', () => {
    const quality = [0.1, 0.2, 0.3, 0.7];
    expect(valueOf(pickRegret(quality, quality, 3))).toMatchObject({
      bestPick: 0,
      bestOf: { regret: 0 },
    });
  });

  it('takes all items where there are fewer than k: catches an index past the end', () => {
    expect(valueOf(pickRegret([2, 1], [1, 5], 9)).bestOf).toEqual({ k: 2, regret: 0 });
  });

  it('is the mean over all ways to break ties: catches ties broken by place or by luck', () => {
    const lists = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 9 })), {
        minLength: 2,
        maxLength: 6,
      })
      .map((pairs) => ({ scores: pairs.map(([s]) => s), quality: pairs.map(([, q]) => q) }));
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 6 }), ({ scores, quality }, k) => {
        const orders = fallingOrders(scores);
        const regretOf = (picks: number): number => {
          const regrets = orders.map(
            (order) =>
              Math.max(...quality) -
              Math.max(...order.slice(0, picks).map((item) => quality[item]!)),
          );
          return regrets.reduce((sum, regret) => sum + regret, 0) / regrets.length;
        };
        const result = valueOf(pickRegret(scores, quality, k));
        expect(result.bestPick).toBeCloseTo(regretOf(1), 12);
        expect(result.bestOf.regret).toBeCloseTo(regretOf(k), 12);
        expect(result.bestPick).toBeGreaterThanOrEqual(result.bestOf.regret - 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    { scores: [], quality: [], k: 1, reason: 'There are 0 items: nothing to choose from.' },
    { scores: [1], quality: [1], k: 1, reason: 'There is 1 item: nothing to choose from.' },
    { scores: [1, 2], quality: [1], k: 1, reason: '2 values of score but 1 of quality' },
    { scores: [1, NaN], quality: [1, 2], k: 1, reason: 'score at index 1 is NaN' },
    { scores: [1, 2], quality: [1, 2], k: 0, reason: 'The number of picks is 0' },
    { scores: [1, 2], quality: [1, 2], k: 1.5, reason: 'The number of picks is 1.5' },
    { scores: [1, 2], quality: [-1e308, 1e308], k: 1, reason: 'too far apart' },
  ])('says what is wrong: $reason; catches NaN or Infinity as a result', (example) => {
    const result = pickRegret(example.scores, example.quality, example.k);
    expect(result.ok ? '' : result.reason).toContain(example.reason);
  });
});
