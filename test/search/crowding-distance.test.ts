import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdingDistances } from '../../src/search/crowding-distance.ts';

describe('crowdingDistances', () => {
  it('adds up the gaps between neighbours, as parts of the range', () => {
    const front = [
      [0, 10],
      [4, 4],
      [1, 7],
      [10, 0],
    ];
    // Of [1, 7]: (4 - 0) / 10 + (10 - 4) / 10; of [4, 4]: (10 - 1) / 10 + (7 - 0) / 10.
    const [first, third = NaN, second = NaN, last] = crowdingDistances(front);
    expect([first, last]).toEqual([Infinity, Infinity]);
    expect(second).toBeCloseTo(1, 12);
    expect(third).toBeCloseTo(1.6, 12);
  });

  it('is, for points that differ, what their nearest neighbours on each side say', () => {
    const values = fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (xs, order) => {
        // A front: the lower the first, the higher the second; in any order.
        const sorted = xs.toSorted((a, b) => a - b);
        const keys = new Map(xs.map((x) => [x, order.next().value]));
        const front = xs
          .toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
          .map((x) => [x, -3 * x]);
        const span = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
        const expected = front.map(([x = NaN]) => {
          const below = sorted.filter((other) => other < x).at(-1);
          const above = sorted.find((other) => other > x);
          if (below === undefined || above === undefined) return Infinity;
          return (2 * (above - below)) / span;
        });
        for (const [index, distance] of crowdingDistances(front).entries()) {
          expect(distance).toBeCloseTo(expected[index] ?? NaN, 9);
        }
      }),
    );
  });

  it('gives equal points no distance but at the ends', () => {
    const front = [0, 1, 1, 1, 2].map((x) => [x, 2 - x]);
    // The points in the middle: of three equal ones the second has both neighbours at its place.
    expect(crowdingDistances(front)).toEqual([Infinity, 1, 0, 1, Infinity]);
  });

  it('has no NaN where all are equal, or there is one, two or none', () => {
    const all = Array.from({ length: 4 }, () => [1, 1]);
    expect(crowdingDistances(all)).toEqual([Infinity, 0, 0, Infinity]);
    expect(crowdingDistances([[1, 2]])).toEqual([Infinity]);
    expect(crowdingDistances(all.slice(0, 2))).toEqual([Infinity, Infinity]);
    expect(crowdingDistances([])).toEqual([]);
  });
});
