import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominates } from '../../src/search/fitness.ts';
import { compareCrowded, survivors } from '../../src/search/survivors.ts';

function individual(number: number, score: number, cost: number, violation = 0) {
  return { genome: [{ option: number, opened: [] }], fitness: { score, cost, violation } };
}

function numbersOf(...args: Parameters<typeof survivors>): number[] {
  return survivors(...args).map(({ genome }) => genome[0]?.option ?? NaN);
}

describe('survivors', () => {
  const all = [
    individual(0, 1, 1),
    individual(1, 2, 2),
    individual(2, 2.1, 2.2),
    individual(3, 6, 6),
    individual(4, 9, 9),
    individual(5, 5, 7),
    individual(6, 99, 0, 1),
  ];

  it('are whole fronts, the first before the next', () => {
    expect(numbersOf(all, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(numbersOf(all, 6)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(numbersOf(all, 99)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('are of a front that does not fit its ends, and those farthest from their neighbours', () => {
    expect(numbersOf(all, 2)).toEqual([0, 4]);
    expect(numbersOf(all, 3)).toEqual([0, 4, 3]);
    expect(numbersOf(all, 4)).toEqual([0, 4, 3, 2]);
  });

  it('leave out none that dominates one that is kept', () => {
    const point = fc.record({
      score: fc.integer({ min: 0, max: 9 }),
      cost: fc.integer({ min: 0, max: 9 }),
      violation: fc.constantFrom(0, 0, 1),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), fc.nat(30), (points, most) => {
        const own = points.map((fitness, option) => ({
          genome: [{ option, opened: [] }],
          fitness,
        }));
        const kept = survivors(own, most);
        expect(kept).toHaveLength(Math.min(most, own.length));
        const numbers = new Set(kept.map(({ genome }) => genome[0]?.option));
        const left = own.filter(({ genome }) => !numbers.has(genome[0]?.option));
        for (const { fitness } of left) {
          expect(kept.some((other) => dominates(fitness, other.fitness))).toBe(false);
        }
      }),
    );
  });
});

describe('compareCrowded', () => {
  const placed = (front: number, distance: number) => {
    return { ...individual(0, 0, 0), front, distance };
  };
  it('prefers the earlier front, then the larger distance', () => {
    expect(compareCrowded(placed(0, 0), placed(1, Infinity))).toBeLessThan(0);
    expect(compareCrowded(placed(1, 2), placed(1, 1))).toBeLessThan(0);
    expect(compareCrowded(placed(1, 1), placed(1, Infinity))).toBeGreaterThan(0);
    expect(compareCrowded(placed(1, Infinity), placed(1, Infinity))).toBe(0);
  });
});
