import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonicFit } from '../../src/evaluation/isotonic-fit.ts';

/** By the min-max formula of the book: the largest, over the starts, of the smallest mean to an end. */
function slowFit(x: readonly number[], y: readonly number[]): number[] {
  const levels = [...new Set(x.map((value) => value + 0))].sort((a, b) => a - b);
  const meanOf = (from: number, to: number): number => {
    const own = y.filter((_, point) => levels.slice(from, to + 1).includes(x[point]! + 0));
    return own.reduce((sum, value) => sum + value / own.length, 0);
  };
  return x.map((value) => {
    const level = levels.indexOf(value + 0);
    const starts = levels.slice(0, level + 1);
    return Math.max(
      ...starts.map((_, from) =>
        Math.min(...levels.slice(level).map((_, step) => meanOf(from, level + step))),
      ),
    );
  });
}

describe('isotonicFit', () => {
  it('leaves a rising order alone, to the bit: catches a mean of one that is rounded', () => {
    expect([...isotonicFit([3, 1, 2], [0.3, 0.1, 0.2])]).toEqual([0.3, 0.1, 0.2]);
  });

  it('pools what falls, back through earlier blocks: catches one pass without going back', () => {
    expect([...isotonicFit([1, 2, 3, 4], [1, 5, 4, 0])]).toEqual([1, 3, 3, 3]);
    expect([...isotonicFit([1, 2, 3], [3, 2, 1])]).toEqual([2, 2, 2]);
  });

  it('gives equal x one value, weighted by how many they are: catches a mean of means', () => {
    expect([...isotonicFit([1, 1, 1, 2], [6, 6, 6, 2])]).toEqual([5, 5, 5, 5]);
    expect([...isotonicFit([0, -0], [1, 3])]).toEqual([2, 2]);
  });

  it('handles no point and one: catches an empty list that throws', () => {
    expect([...isotonicFit([], [])]).toEqual([]);
    expect([...isotonicFit([7], [8])]).toEqual([8]);
  });

  it('does not overflow where the mean does not: catches a sum of large numbers', () => {
    expect([...isotonicFit([1, 2], [1.5e308, 1.5e308])]).toEqual([1.5e308, 1.5e308]);
    expect([...isotonicFit([1, 2], [1.6e308, -1.6e308])]).toEqual([0, 0]);
  });

  it('refuses what is no number, and lists of two lengths: catches a NaN that spreads', () => {
    expect(() => isotonicFit([1, NaN], [1, 2])).toThrow(RangeError);
    expect(() => isotonicFit([1, 2], [1, Infinity])).toThrow(RangeError);
    expect(() => isotonicFit([1], [1, 2])).toThrow('as many x as y, got 1 and 2');
  });

  it('agrees with the min-max formula on random points: catches any slip of the fast path', () => {
    const point = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), (points) => {
        const x = points.map(([value]) => value);
        const y = points.map(([, value]) => value);
        const fitted = [...isotonicFit(x, y)];
        for (const [index, value] of slowFit(x, y).entries()) {
          expect(fitted[index]).toBeCloseTo(value, 10);
        }
      }),
    );
  });
});
