import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates, type Fitness } from '../../src/search/fitness.ts';
import { nonDominatedSort } from '../../src/search/non-dominated-sort.ts';

const fitness = fc.record({
  score: fc.integer({ min: -3, max: 3 }),
  cost: fc.integer({ min: 0, max: 6 }),
  violation: fc.constantFrom(0, 0, 0, 1, 2),
});

/** The fronts by their definition: what is left is peeled, front by front. */
function peel(items: readonly Fitness[]): number[][] {
  const fronts: number[][] = [];
  let left = [...items.keys()];
  while (left.length > 0) {
    const front = left.filter((own) =>
      left.every((other) => !dominates(items[other]!, items[own]!)),
    );
    fronts.push(front);
    left = left.filter((own) => !front.includes(own));
  }
  return fronts;
}

describe('nonDominatedSort', () => {
  it('gives the fronts that peeling gives', () => {
    fc.assert(
      fc.property(fc.array(fitness, { maxLength: 40 }), (items) => {
        expect(nonDominatedSort(items, dominates)).toEqual(peel(items));
      }),
    );
  });

  it('keeps equal items together', () => {
    const item = { score: 1, cost: 1, violation: 0 };
    expect(nonDominatedSort([item, item, item], dominates)).toEqual([[0, 1, 2]]);
  });

  it('has no front of nothing', () => {
    expect(nonDominatedSort([], dominates)).toEqual([]);
  });
});

describe('dominates', () => {
  it.each([
    ['a higher score for as much', [2, 5, 0], [1, 5, 0], true],
    ['as high a score for less', [1, 4, 0], [1, 5, 0], true],
    ['an equal', [1, 5, 0], [1, 5, 0], false],
    ['a higher score for more', [2, 6, 0], [1, 5, 0], false],
    ['one within its limits over one outside', [0, 9, 0], [9, 0, 1], true],
    ['the nearer to its limits', [0, 9, 1], [9, 0, 2], true],
    ['as far outside, whatever its score', [9, 0, 1], [0, 9, 1], false],
  ] as const)('decides on %s', (_, a, b, expected) => {
    const of = ([score, cost, violation]: readonly [number, number, number]) => {
      return { score, cost, violation };
    };
    expect(dominates(of(a), of(b))).toBe(expected);
    expect(dominates(of(b), of(a))).toBe(false);
  });

  it('compares scores alone where there is no cost', () => {
    const of = (score: number) => ({ score, cost: null, violation: 0 });
    expect(dominates(of(2), of(1))).toBe(true);
    expect(dominates(of(1), of(1))).toBe(false);
  });
});
