import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { tridiagonalize } from '../../src/capacity/tridiagonalize.ts';

/** The witness, ml-matrix 6.15, crashes on entries whose squares underflow. */
function withoutSubnormals(entry: number): number {
  return Math.abs(entry) < 1e-100 ? 0 : entry;
}

const triangles = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1, noNaN: true })), {
      minLength: size * size,
      maxLength: size * size,
    })
    .map((entries) => ({ size, entries: Float64Array.from(entries, withoutSubnormals) })),
);

function eigenvalues(size: number, entry: (row: number, col: number) => number): number[] {
  const matrix = new Matrix(size, size);
  for (let row = 0; row < size; row++) {
    for (let col = 0; col < size; col++) matrix.set(row, col, entry(row, col));
  }
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return realEigenvalues.sort((a, b) => a - b);
}

describe('tridiagonalize', () => {
  test('keeps the eigenvalues of any symmetric matrix, definite or not, and reads one half', () => {
    fc.assert(
      fc.property(triangles, ({ size, entries }) => {
        const expected = eigenvalues(
          size,
          (row, col) => entries[Math.max(row, col) * size + Math.min(row, col)]!,
        );
        const { diagonal, subdiagonal } = tridiagonalize(entries.slice(), size);
        const actual = eigenvalues(size, (row, col) => {
          if (row === col) return diagonal[row]!;
          return Math.abs(row - col) === 1 ? subdiagonal[Math.min(row, col)]! : 0;
        });
        expected.forEach((value, i) => {
          expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-12);
        });
      }),
    );
  });

  test('entries whose squares underflow count as zero and yield no NaN', () => {
    const matrix = Float64Array.of(-1, 0, 0, 5e-324, 0, 0, 1e-200, -1e-200, 0);
    const { diagonal, subdiagonal } = tridiagonalize(matrix, 3);
    expect(Array.from(diagonal)).toEqual([-1, 0, 0]);
    expect(Array.from(subdiagonal)).toEqual([5e-324, -1e-200]);
  });

  test('leaves a tridiagonal matrix as it is', () => {
    const matrix = Float64Array.of(1, 0, 0, -2, 3, 0, 0, 4, 5);
    const { diagonal, subdiagonal } = tridiagonalize(matrix, 3);
    expect(Array.from(diagonal)).toEqual([1, 3, 5]);
    expect(Array.from(subdiagonal)).toEqual([-2, 4]);
  });
});
