import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareIds, rankByScore } from '../../src/scoring/rank-by-score.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { casesOf } from '../sweeps.ts';

const anyItems = fc
  .uniqueArray(fc.stringMatching(/^[a-c]{0,2}[0-9]{0,3}$/), { maxLength: 30 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -9, max: 9 }))
          .map((score) => ({ id, score })),
      ),
    ),
  );

describe('rankByScore(items)', () => {
  test('gives ties the best rank of theirs, "1, 2, 2, 4", in the order of their ids', () => {
    const items = [
      { id: 'm10', score: 2 },
      { id: 'z', score: 1 },
      { id: 'm9', score: 2 },
      { id: 'a', score: 3 },
    ];
    expect(rankByScore(items).map(({ id, rank }) => [id, rank])).toEqual([
      ['a', 1],
      ['m9', 2],
      ['m10', 2],
      ['z', 4],
    ]);
  });

  test('ties scores that differ in the 13th digit only, and no others', () => {
    const items = [
      { id: 'a', score: 0.3 },
      { id: 'b', score: 0.1 + 0.2 },
      { id: 'c', score: 0.300000000002 },
      { id: 'd', score: -0 },
      { id: 'e', score: 0 },
    ];
    expect(rankByScore(items).map(({ id, rank }) => [id, rank])).toEqual([
      ['c', 1],
      ['a', 2],
      ['b', 2],
      ['d', 4],
      ['e', 4],
    ]);
  });

  test('each rank is one more than the number of better scores, and the order of input is nothing', () => {
    fc.assert(
      fc.property(
        anyItems.chain((items) =>
          fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
        ),
        ([items, shuffled]) => {
          const ranked = rankByScore(items);
          for (const { score, rank } of ranked) {
            const better = items.filter((other) => roundForTies(other.score) > roundForTies(score));
            expect(rank).toBe(1 + better.length);
          }
          expect(rankByScore(shuffled)).toEqual(ranked);
          expect(new Set(ranked.map(({ id }) => id)).size).toBe(items.length);
        },
      ),
    );
  });

  test('keeps what else an item has, and leaves the list alone', () => {
    const items = [
      { id: 'b', score: 1, note: 'x' },
      { id: 'a', score: 2, note: 'y' },
    ];
    const before = structuredClone(items);
    expect(rankByScore(items)).toEqual([
      { id: 'a', score: 2, note: 'y', rank: 1 },
      { id: 'b', score: 1, note: 'x', rank: 2 },
    ]);
    expect(items).toEqual(before);
  });

  test('of nothing is nothing, of one item rank 1, of equals rank 1 for all', () => {
    expect(rankByScore([])).toEqual([]);
    expect(rankByScore([{ id: 'a', score: -5 }])).toEqual([{ id: 'a', score: -5, rank: 1 }]);
    const equals = ['c', 'a', 'b'].map((id) => ({ id, score: 7 }));
    expect(rankByScore(equals).map(({ id, rank }) => `${id}${rank}`)).toEqual(['a1', 'b1', 'c1']);
  });

  test.each([NaN, Infinity, -Infinity])('refuses the score %d: it is never ranked', (score) => {
    expect(() =>
      rankByScore([
        { id: 'a', score: 1 },
        { id: 'bad', score },
      ]),
    ).toThrow(new RangeError(`the score of "bad" is ${score}`));
  });
});

describe('compareIds(a, b)', () => {
  test('orders as people count', () => {
    const ordered = [
      '',
      '1',
      '2',
      '10',
      'a',
      'a1',
      'a1b',
      'a2',
      'a10',
      'a10.5',
      'a10.50',
      'aa',
      'b',
    ];
    expect(ordered.toReversed().sort(compareIds)).toEqual(ordered);
  });

  test('tells apart what has the same value, by code unit', () => {
    expect(['a1', 'a001', 'a01'].sort(compareIds)).toEqual(['a001', 'a01', 'a1']);
    expect(compareIds('0', '00')).toBeLessThan(0);
  });

  test('compares digits beyond 2^53 and beyond the largest double, where numbers would be equal', () => {
    expect(compareIds('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    const long = '9'.repeat(400);
    expect(compareIds(long, `1${long}`)).toBeLessThan(0);
    expect(compareIds(`1${long}`, `2${long}`)).toBeLessThan(0);
    expect(compareIds(long, long)).toBe(0);
  });

  test('orders upper before lower case by code unit, in every locale', () => {
    expect(['b', 'ä', 'a', 'B'].sort(compareIds)).toEqual(['B', 'a', 'b', 'ä']);
  });

  test('is a total order: antisymmetric, transitive, equal only for the same id', () => {
    const id = fc.oneof(fc.stringMatching(/^[ab]{0,2}[0-9]{0,3}[a-]{0,1}[0-9]{0,2}$/), fc.string());
    fc.assert(
      fc.property(id, id, id, (a, b, c) => {
        expect(Math.sign(compareIds(a, b))).toBe(0 - Math.sign(compareIds(b, a)));
        expect(compareIds(a, b) === 0).toBe(a === b);
        if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0) {
          expect(compareIds(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: casesOf(3000) },
    );
  });
});
