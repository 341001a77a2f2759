import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMBINATIONS, combineScores } from '../../src/evaluation/combine-scores.ts';

/** The mid-rank of a value by counting: those below it, half of its equals, and itself. */
function slowRank(values: readonly number[], own: number): number {
  const below = values.filter((value) => value < own).length;
  const equal = values.filter((value) => value === own).length;
  return below + (equal + 1) / 2;
}

const PRODUCT: Record<string, (ranks: readonly number[], items: number) => number> = {
  'mean-rank': (ranks) => ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length,
  // The logarithm of the product, which is not how it is computed.
  'az-nas': (ranks, items) =>
    Math.log(ranks.reduce((product, rank) => product * (rank / items), 1)),
};

describe('combineScores', () => {
  it('is what the formulas give by hand: catches ranks from the best', () => {
    const lists = [
      [10, 30, 20, 40],
      [1, 2, 2, 0],
    ];
    // Ranks 1, 3, 2, 4 and 2, 3.5, 3.5, 1.
    expect(combineScores(lists, 'mean-rank').map((one) => one?.score)).toEqual([
      1.5, 3.25, 2.75, 2.5,
    ]);
    const expected = [
      Math.log(1 / 4) + Math.log(2 / 4),
      Math.log(3 / 4) + Math.log(3.5 / 4),
      Math.log(2 / 4) + Math.log(3.5 / 4),
      Math.log(4 / 4) + Math.log(1 / 4),
    ];
    for (const [index, one] of combineScores(lists, 'az-nas').entries()) {
      expect(one?.score).toBeCloseTo(expected[index] ?? NaN, 12);
    }
    expect(combineScores(lists, 'az-nas')[1]?.ranks).toEqual([3, 3.5]);
  });

  it('is an independent reference by counting: catches ties and missing scores', () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null));
    const table = fc.integer({ min: 1, max: 12 }).chain((items) =>
      fc.array(fc.array(score, { minLength: items, maxLength: items }), {
        minLength: 1,
        maxLength: 4,
      }),
    );
    fc.assert(
      fc.property(table, fc.constantFrom(...COMBINATIONS), (lists, how) => {
        const whole = [...(lists[0] ?? []).keys()].filter((item) =>
          lists.every((list) => list[item] !== null),
        );
        const combined = combineScores(lists, how);
        for (const [item, one] of combined.entries()) {
          expect(one === null).toBe(!whole.includes(item));
          if (one === null) continue;
          const ranks = lists.map((list) => {
            const known = whole.map((place) => list[place] ?? NaN);
            return slowRank(known, list[item] ?? NaN);
          });
          expect(one.ranks).toEqual(ranks);
          expect(one.score).toBeCloseTo(PRODUCT[how]?.(ranks, whole.length) ?? NaN, 9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('depends on order alone: catches a score that is summed as it is', () => {
    const list = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(list, fc.constantFrom(...COMBINATIONS), (scores, how) => {
        const other = scores.map((_, index) => (index * 7) % scores.length);
        const cubes = scores.map((score) => score ** 3);
        expect(combineScores([cubes, other], how)).toEqual(combineScores([scores, other], how));
      }),
      { numRuns: 50 },
    );
  });

  it('takes noise in the last digits for a tie: catches an order of rounding errors', () => {
    const [a, b] = combineScores([[0.1 + 0.2, 0.3]], 'mean-rank');
    expect(a?.score).toBe(b?.score);
  });

  it('has nothing for no item: catches a rank among none', () => {
    expect(combineScores([[]], 'az-nas')).toEqual([]);
    expect(combineScores([[null], [1]], 'az-nas')).toEqual([null]);
  });
});
