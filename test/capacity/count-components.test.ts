import { describe, expect, test } from 'vitest';
import { countComponents } from '../../src/capacity/count-components.ts';

/** A matrix of these eigenvalues: a diagonal, turned by a reflection. */
function gramOf(...values: readonly number[]): Float64Array {
  const n = values.length;
  const turn = (i: number, j: number): number => (i === j ? 1 : 0) - 2 / n;
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return values.reduce((sum, value, k) => sum + turn(i, k) * value * turn(j, k), 0);
  });
}

describe('countComponents', () => {
  test('is the least number of the greatest that explain more than the share', () => {
    expect(countComponents(gramOf(1, 90, 6, 3), 4, 0.9)).toBe(2);
    expect(countComponents(gramOf(1, 90, 6, 3), 4, 0.89)).toBe(1);
    expect(countComponents(gramOf(1, 90, 6, 3), 4, 0.99)).toBe(4);
    expect(countComponents(gramOf(1, 90, 6, 3), 4, 0.985)).toBe(3);
  });

  test('counts ties one by one', () => {
    expect(countComponents(gramOf(1, 1, 1, 1, 1), 5, 0.7)).toBe(4);
  });

  test('is 0 where nothing varies, 1 of one that does', () => {
    expect(countComponents(new Float64Array(9), 3, 0.99)).toBe(0);
    expect(countComponents(Float64Array.of(2), 1, 0.99)).toBe(1);
  });

  test('has all components of a matrix of low rank: catches a reduction that ends too early', () => {
    for (const rank of [1, 5, 20]) {
      const values = Array.from({ length: 60 }, (_, index) =>
        index % 3 === 1 && index < 3 * rank ? 1 : 0,
      );
      expect(countComponents(gramOf(...values), 60, 0.9999)).toBe(rank);
    }
  });

  test('leaves out what rounding made negative: catches a total that is too small', () => {
    expect(countComponents(gramOf(100, 1, -1), 3, 0.995)).toBe(2);
  });
});
