import { describe, expect, test } from 'vitest';
import { tridiagonalEigenvalues } from '../../src/capacity/tridiagonal-eigenvalues.ts';

function sorted(diagonal: readonly number[], subdiagonal: readonly number[]): Float64Array {
  return tridiagonalEigenvalues({
    diagonal: Float64Array.from(diagonal),
    subdiagonal: Float64Array.from(subdiagonal),
  }).sort();
}

describe('tridiagonalEigenvalues', () => {
  test('of the second-difference matrix 2 - 2 cos(k pi / (n + 1)), at any size', () => {
    for (const size of [1, 2, 3, 10, 101, 500]) {
      const values = sorted(
        Array.from({ length: size }, () => 2),
        Array.from({ length: size - 1 }, () => -1),
      );
      values.forEach((value, i) => {
        const expected = 4 * Math.sin(((i + 1) * Math.PI) / (2 * (size + 1))) ** 2;
        expect(Math.abs(value - expected)).toBeLessThan(1e-14 * size);
      });
    }
  });

  test('negative eigenvalues and a diagonal of zeros do not divide by zero', () => {
    const [negative, positive] = sorted([0, 0], [3]);
    expect(negative).toBeCloseTo(-3, 14);
    expect(positive).toBeCloseTo(3, 14);
    const [low, middle, high] = sorted([0, 0, 0], [1, 1]);
    expect(low).toBeCloseTo(-Math.SQRT2, 14);
    expect(middle).toBeCloseTo(0, 14);
    expect(high).toBeCloseTo(Math.SQRT2, 14);
  });

  test('a matrix already in blocks keeps the eigenvalues of each', () => {
    const values = sorted([5, 1, 1, 7], [0, 1, 0]);
    [0, 2, 5, 7].forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 14);
    });
  });

  test('what yields NaN on the way ends with an error, neither a number nor an endless loop', () => {
    expect(() => sorted([1, 2, 3], [NaN, 1])).toThrow('eigenvalue 1 of 3 did not converge');
    // Outside the magnitudes it is made for: the squares underflow.
    expect(() => sorted([0, 0], [1e-170])).toThrow('eigenvalue 1 of 2 did not converge');
  });
});
