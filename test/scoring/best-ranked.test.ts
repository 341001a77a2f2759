import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BestRanked } from '../../src/scoring/best-ranked.ts';
import { rankByScore } from '../../src/scoring/rank-by-score.ts';
import { casesOf } from '../sweeps.ts';

interface Item {
  readonly id: string;
  readonly score: number;
}

// Few values and their neighbours on both sides of a rounding to 12 digits, so that most are ties.
const scores = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(0, -0, 1, 1.5, 999999999999.5, 1e-300, 5e-324, 1e308, 0.123456789012),
      fc.constantFrom(0, 1e-16, 4.9e-12, -4.9e-12, 5e-12, -5e-12, 5.1e-12, 1e-11, -1e-11),
      fc.constantFrom(1, -1),
    )
    .map(([value, shift, sign]) => sign * value * (1 + shift)),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const items: fc.Arbitrary<Item[]> = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.nat({ max: 200 }).map(String), fc.constantFrom('a1', 'a01', 'a2', 'a10', 'b')),
    score: scores,
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);

describe('BestRanked', () => {
  test('holds the head of the full ranking: catches a tie that falls the wrong way, a wrong heap', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 70 }), (all, size) => {
        const best = new BestRanked<Item>(size);
        for (const item of all) best.add(item);
        expect(best.ranking()).toStrictEqual(rankByScore(all).slice(0, size));
      }),
      { numRuns: casesOf(5000) },
    );
  });

  test('says no only to what it does not hold: catches a margin that is too small', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 10 }), (all, size) => {
        const best = new BestRanked<Item>(size);
        for (const item of all) if (best.mayHold(item.score)) best.add(item);
        expect(best.ranking()).toStrictEqual(rankByScore(all).slice(0, size));
      }),
      { numRuns: casesOf(5000) },
    );
  });

  test('of nothing is nothing', () => {
    expect(new BestRanked(3).ranking()).toEqual([]);
  });

  test.each([NaN, Infinity, -Infinity])('refuses a score of %d, which has no rank', (score) => {
    const best = new BestRanked<Item>(1);
    expect(() => {
      best.add({ id: 'a', score });
    }).toThrow(RangeError);
  });

  test.each([0, -1, 1.5, NaN])('refuses to keep %d items', (size) => {
    expect(() => new BestRanked(size)).toThrow(RangeError);
  });
});
