import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topPrecision } from '../../src/evaluation/top-precision.ts';
import { topMembership } from '../../src/evaluation/top-membership.ts';
import { fallingOrders } from './all-orders.ts';
import { valueOf } from './value-of.ts';

const fewLists = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pairs) => ({ scores: pairs.map(([s]) => s), quality: pairs.map(([, q]) => q) }));

describe('topMembership', () => {
  it('shares the last places among ties: catches ties that all get in, or none', () => {
    expect([...topMembership([5, 3, 3, 1], 2)]).toEqual([1, 0.5, 0.5, 0]);
    expect([...topMembership([3, 3, 3], 1)]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it('handles no item, no place and a place for each: catches an empty list that throws', () => {
    expect([...topMembership([], 0)]).toEqual([]);
    expect([...topMembership([1, 2], 0)]).toEqual([0, 0]);
    expect([...topMembership([1, 2], 2)]).toEqual([1, 1]);
  });
});

describe('topPrecision', () => {
  it('counts the hits among the highest: catches the lowest taken for the best', () => {
    const scores = [9, 8, 1, 2, 3, 4];
    expect(valueOf(topPrecision(scores, [9, 0, 8, 1, 2, 3], '33%'))).toEqual({ value: 0.5, k: 2 });
  });

  it.each([
    { n: 140, percent: 5, k: 7 },
    { n: 141, percent: 5, k: 8 },
    { n: 30, percent: 10, k: 3 },
    { n: 1, percent: 5, k: 1 },
    { n: 3, percent: 100, k: 3 },
  ])('takes $k of $n items as $percent %: catches 0.05 * 140 = 7.000000000000001', (example) => {
    const items = Array.from({ length: example.n }, (_, i) => i);
    const precision = valueOf(topPrecision(items, items, `${example.percent}%`));
    expect(precision).toEqual({ value: 1, k: example.k });
  });

  it('takes a number of items as it is: catches 2 read as 2 %', () => {
    const precision = valueOf(topPrecision([4, 3, 2, 1], [4, 1, 3, 2], 2));
    expect(precision).toEqual({ value: 0.5, k: 2 });
  });

  it('is the mean over all ways to break ties: catches ties broken by place', () => {
    fc.assert(
      fc.property(fewLists, fc.constantFrom(20, 50, 90), ({ scores, quality }, percent) => {
        const { value, k } = valueOf(topPrecision(scores, quality, `${percent}%`));
        const tops = (values: readonly number[]) =>
          fallingOrders(values).map((order) => new Set(order.slice(0, k)));
        const hits = tops(scores).flatMap((chosen) =>
          tops(quality).map((best) => [...chosen].filter((item) => best.has(item)).length / k),
        );
        const mean = hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
        expect(value).toBeCloseTo(mean, 12);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    { scores: [], quality: [], top: 1, reason: /no item/ },
    { scores: [1], quality: [1, 2], top: 1, reason: /1 values of score but 2 of quality/ },
    { scores: [NaN], quality: [1], top: 1, reason: /score at index 0 is NaN/ },
    { scores: [1], quality: [1], top: '0%', reason: /The top is 0%/ },
    { scores: [1], quality: [1], top: '101%', reason: /at most 100 %/ },
    { scores: [1], quality: [1], top: 0, reason: /whole number from 1/ },
    { scores: [1], quality: [1], top: 0.5, reason: /whole number from 1/ },
    { scores: [1], quality: [1], top: 2, reason: /2 items, and there are 1/ },
  ] as const)('says what is wrong: $reason; catches NaN as a result', (example) => {
    const result = topPrecision(example.scores, example.quality, example.top);
    expect(result.ok ? '' : result.reason).toMatch(example.reason);
  });
});
