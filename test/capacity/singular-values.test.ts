import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { singularValues } from '../../src/capacity/singular-values.ts';
import reference from '../reference/singular-values.json' with { type: 'json' };

/** The decomposition of the matrix itself, not of its Gram matrix. */
function witness(matrix: Float32Array, rows: number, cols: number): number[] {
  const nested = Array.from({ length: rows }, (_, row) =>
    Array.from(matrix.subarray(row * cols, (row + 1) * cols)),
  );
  const decomposition = new SingularValueDecomposition(new Matrix(nested), {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  return decomposition.diagonal.slice(0, Math.min(rows, cols)).sort((a, b) => b - a);
}

function transpose(matrix: Float32Array, rows: number, cols: number): Float32Array {
  return Float32Array.from(matrix, (_, i) => matrix[(i % rows) * cols + Math.floor(i / rows)]!);
}

/** Squares of singular values agree to a small multiple of n * 2^-52 of the largest. */
function expectClose(actual: Float64Array, expected: ArrayLike<number>, multiple = 8): void {
  expect(actual).toHaveLength(expected.length);
  const tolerance = multiple * expected.length * Number.EPSILON * (expected[0] ?? 0) ** 2;
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! ** 2 - expected[i]! ** 2)).toBeLessThanOrEqual(tolerance);
  }
}

/** A matrix with entries in [-1, 1], all magnitudes times 10^exponent. */
const matrices = (largest: number) =>
  fc
    .tuple(
      fc.integer({ min: 1, max: largest }),
      fc.integer({ min: 1, max: largest }),
      fc.constantFrom(0, 0, 0, -20, 15),
    )
    .chain(([rows, cols, exponent]) =>
      fc
        .array(
          fc.oneof(
            { weight: 6, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
            { weight: 1, arbitrary: fc.constant(0) },
            { weight: 1, arbitrary: fc.constantFrom(1e-6, -1e-12, 1) },
          ),
          { minLength: rows * cols, maxLength: rows * cols },
        )
        .map((entries) => ({
          rows,
          cols,
          matrix: Float32Array.from(entries, (entry) =>
            // The witness, ml-matrix 6.15, crashes on entries whose squares underflow.
            Math.abs(entry) < 1e-15 ? 0 : entry * 10 ** exponent,
          ),
        })),
    );

function seeded(count: number, seed = 12345): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 16) - 32768) / 65536;
  });
}

describe('singularValues', () => {
  test('a wrong eigenvalue of any small matrix differs from a decomposition of the matrix', () => {
    fc.assert(
      fc.property(matrices(14), ({ rows, cols, matrix }) => {
        expectClose(singularValues(matrix, rows, cols), witness(matrix, rows, cols));
      }),
      { numRuns: 300 },
    );
  });

  // Beside and beyond the panel of 128, the tile of 24 and the groups of three and two lines.
  test.each([
    [23, 127],
    [24, 128],
    [25, 129],
    [26, 300],
    [127, 23],
    [129, 25],
    [257, 26],
    [73, 73],
    [150, 149],
  ])('a block that is left out or counted twice shows at %i x %i', (rows, cols) => {
    const matrix = seeded(rows * cols, rows);
    expectClose(singularValues(matrix, rows, cols), witness(matrix, rows, cols));
  });

  test('an error common to both JavaScript implementations shows against numpy', () => {
    const { rows, cols, seed } = reference;
    const values = singularValues(seeded(rows * cols, seed), rows, cols);
    expectClose(values, reference.singularValues, 1);
  });

  test('a shift that serves one end of the spectrum only fails on graded matrices', () => {
    for (const [byRow, byCol] of [
      [-12, 0],
      [12, 0],
      [0, -15],
      [14, -14],
      [25, 25],
    ] as const) {
      const entries = seeded(60 * 56).map((entry, i) => {
        const row = Math.floor(i / 56) / 60;
        const col = (i % 56) / 56;
        return entry * 10 ** (byRow * row + byCol * col - 12);
      });
      expectClose(singularValues(entries, 60, 56), witness(entries, 60, 56));
    }
  });

  test('the sum of squares is the sum of the squared entries', () => {
    fc.assert(
      fc.property(matrices(40), ({ rows, cols, matrix }) => {
        let squares = 0;
        for (const entry of matrix) squares += entry * entry;
        let sum = 0;
        for (const sigma of singularValues(matrix, rows, cols)) sum += sigma * sigma;
        expect(Math.abs(sum - squares)).toBeLessThanOrEqual(1e-13 * squares);
      }),
    );
  });

  test('transposing the matrix or permuting its rows changes nothing', () => {
    fc.assert(
      fc.property(matrices(20), fc.nat(), ({ rows, cols, matrix }, shift) => {
        const values = singularValues(matrix, rows, cols);
        expectClose(singularValues(transpose(matrix, rows, cols), cols, rows), values);
        const rotation = (shift % rows) * cols;
        const rotated = new Float32Array(matrix.length);
        rotated.set(matrix.subarray(rotation));
        rotated.set(matrix.subarray(0, rotation), matrix.length - rotation);
        expectClose(singularValues(rotated, rows, cols), values);
      }),
    );
  });

  test('the values descend, none is negative, and the matrix is left alone', () => {
    fc.assert(
      fc.property(matrices(20), ({ rows, cols, matrix }) => {
        const before = matrix.slice();
        const values = singularValues(matrix, rows, cols);
        expect(matrix).toEqual(before);
        expect(values).toHaveLength(Math.min(rows, cols));
        for (let i = 0; i < values.length; i++) {
          expect(values[i]).toBeGreaterThanOrEqual(0);
          expect(values[i]).toBeLessThanOrEqual(values[Math.max(0, i - 1)]!);
        }
      }),
    );
  });

  test('of a diagonal matrix the magnitudes of the diagonal, digit for digit', () => {
    const matrix = new Float32Array(4 * 6);
    [3, -1e-10, 0, 2 ** 40].forEach((entry, i) => (matrix[i * 6 + i] = entry));
    const values = singularValues(matrix, 4, 6);
    expect(Array.from(values)).toEqual([2 ** 40, 3, Math.fround(1e-10), 0]);
  });

  test('of orthogonal rows their lengths', () => {
    const hadamard = Float32Array.of(1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1);
    const scaled = hadamard.map((entry, i) => entry * (Math.floor(i / 4) + 1));
    expectClose(singularValues(scaled, 4, 4), [8, 6, 4, 2]);
  });

  test('of a matrix of rank one the product of the lengths, then zeros up to 1e-8 of it', () => {
    const matrix = Float32Array.from(
      { length: 20 * 30 },
      (_, i) => (Math.floor(i / 30) + 1) * ((i % 30) + 1),
    );
    const [first, ...others] = singularValues(matrix, 20, 30);
    // The sums of squares 1 + 4 + ... + 400 and 1 + 4 + ... + 900.
    const expected = Math.sqrt(2870 * 9455);
    expect(first).toBeCloseTo(expected, 8);
    expect(Math.max(...others)).toBeLessThan(5e-8 * expected);
  });

  test('of the 3 x 3 Hilbert matrix the known spectral norm, up to float32 entries', () => {
    const matrix = Float32Array.from(
      { length: 9 },
      (_, i) => 1 / (Math.floor(i / 3) + (i % 3) + 1),
    );
    const [norm] = singularValues(matrix, 3, 3);
    expect(norm).toBeCloseTo(1.4083189271, 7);
  });

  test.each([
    ['smallest', 2 ** -149],
    ['tiny', 1e-20],
    ['large', 1e15],
    ['largest', (2 - 2 ** -23) * 2 ** 127],
  ])('squares neither overflow nor underflow at the %s float32 entries', (_, magnitude) => {
    const matrix = Float32Array.of(1, 0, 1, 0, 1, 0).map((entry) => entry * magnitude);
    const entry = Math.fround(magnitude);
    expectClose(singularValues(matrix, 2, 3), [Math.SQRT2 * entry, entry]);
    expectClose(singularValues(matrix, 3, 2), witness(matrix, 3, 2));
  });

  test('one row, one column and one entry have their length as the only value', () => {
    const entries = Float32Array.of(3, 0, -4, 12);
    expectClose(singularValues(entries, 1, 4), [13]);
    expectClose(singularValues(entries, 4, 1), [13]);
    expectClose(singularValues(Float32Array.of(-2), 1, 1), [2]);
  });

  test('a zero matrix has zeros, an empty one nothing', () => {
    expect(Array.from(singularValues(new Float32Array(12), 3, 4))).toEqual([0, 0, 0]);
    expect(singularValues(new Float32Array(0), 0, 5)).toHaveLength(0);
    expect(singularValues(new Float32Array(0), 5, 0)).toHaveLength(0);
  });

  test('an entry that is not finite is refused, wherever it stands', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (let at = 0; at < 6; at++) {
        const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
        matrix[at] = bad;
        expect(() => singularValues(matrix, 2, 3)).toThrow(/row [12] of the 2 x 3 matrix/);
        expect(() => singularValues(matrix, 3, 2)).toThrow(/column [12] of the 3 x 2 matrix/);
      }
    }
  });

  test('dimensions that do not fit the entries are refused', () => {
    const matrix = new Float32Array(6);
    for (const [rows, cols] of [
      [2, 2],
      [-2, -3],
      [1.5, 4],
      [NaN, 6],
    ] as const) {
      expect(() => singularValues(matrix, rows, cols)).toThrow(RangeError);
    }
  });
});
