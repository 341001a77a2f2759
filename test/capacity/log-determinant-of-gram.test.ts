import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gramMatrix } from '../../src/capacity/gram-matrix.ts';
import { plainProducts } from '../../src/capacity/line-products.ts';
import { logDeterminantOfGram } from '../../src/capacity/log-determinant-of-gram.ts';
import { singularValues } from '../../src/capacity/singular-values.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';

function measured(matrix: Float32Array, rows: number, cols: number): number {
  return logDeterminantOfGram(gramMatrix(matrix, rows, cols), Math.min(rows, cols));
}

/** The definition, from singular values that are found in another way. */
function bySingularValues(matrix: Float32Array, rows: number, cols: number): number {
  return singularValues(matrix, rows, cols).reduce((sum, sigma) => sum + Math.log1p(sigma ** 2), 0);
}

/** The determinant of a matrix of whole numbers, exactly, by Bareiss's elimination. */
function determinantOf(matrix: bigint[][]): bigint {
  let divisor = 1n;
  for (let k = 0; k + 1 < matrix.length; k++) {
    for (let i = k + 1; i < matrix.length; i++) {
      for (let j = k + 1; j < matrix.length; j++) {
        matrix[i]![j] =
          (matrix[i]![j]! * matrix[k]![k]! - matrix[i]![k]! * matrix[k]![j]!) / divisor;
      }
    }
    divisor = matrix[k]![k]!;
  }
  return matrix.at(-1)?.at(-1) ?? 1n;
}

/** A natural logarithm of a positive whole number of any size. */
function lnOf(value: bigint): number {
  const shift = Math.max(0, value.toString(2).length - 53);
  return Math.log(Number(value >> BigInt(shift))) + shift * Math.LN2;
}

function drawn(count: number, standardDeviation: number, seed = 0): Float32Array {
  const entries = new Float32Array(Math.ceil(count / 16) * 16);
  drawWeights({ kind: 'normal', standardDeviation }, weightStream(seed, 'w'), 0, entries);
  return entries.subarray(0, count);
}

describe('logDeterminantOfGram', () => {
  test('is ln(26 * 10) for singular values 5 and 3, by hand', () => {
    const matrix = Float32Array.of(3, 2, 2, 2, 3, -2);
    expect(measured(matrix, 2, 3)).toBeCloseTo(Math.log(260), 14);
  });

  test('is the logarithm of the exact determinant of any matrix of small whole numbers', () => {
    const side = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(side, side, fc.nat(), (rows, cols, seed) => {
        const matrix = Float32Array.from(
          { length: rows * cols },
          (_, i) => ((Math.imul(i + seed, 2654435761) >>> 8) % 21) - 10,
        );
        const exact = Array.from({ length: rows }, (_row, i) =>
          Array.from({ length: rows }, (_column, j) => {
            let sum = i === j ? 1 : 0;
            for (let k = 0; k < cols; k++) sum += matrix[i * cols + k]! * matrix[j * cols + k]!;
            return BigInt(sum);
          }),
        );
        const expected = lnOf(determinantOf(exact));
        expect(Math.abs(measured(matrix, rows, cols) - expected)).toBeLessThanOrEqual(
          1e-13 * expected + 1e-15,
        );
      }),
      { numRuns: 200 },
    );
  });

  // Around the widths of blocks, groups and tiles, and the sizes of models.
  test.each([
    [1, 1, 0.02],
    [127, 500, 0.02],
    [128, 128, 0.02],
    [129, 130, 0.1],
    [131, 400, 1],
    [257, 256, 0.02],
    [400, 390, 0.05],
    [512, 768, 30],
  ])('of %i x %i entries with s = %d is that of the singular values to 3e-14', (rows, cols, s) => {
    const matrix = drawn(rows * cols, s);
    const expected = bySingularValues(matrix, rows, cols);
    expect(Math.abs(measured(matrix, rows, cols) / expected - 1)).toBeLessThan(3e-14);
  });

  test.each([1e-8, 1e-12, 1e-18])(
    'of entries as small as %d is the sum of their squares: catches digits that a 1 swallows',
    (s) => {
      const matrix = drawn(200 * 150, s);
      const squares = matrix.reduce((sum, entry) => sum + entry * entry, 0);
      // ln(1 + x) = x - x^2 / 2, x at most some 600 s^2.
      expect(Math.abs(measured(matrix, 200, 150) / squares - 1)).toBeLessThan(600 * s * s + 1e-13);
    },
  );

  test('of a matrix of low rank and of one of huge entries stays a number: catches a negative pivot', () => {
    for (const scale of [1, 1e6, 1e15, 1e30]) {
      const rows = 150;
      const matrix = Float32Array.from(
        { length: rows * rows },
        (_, i) => scale * Math.sin(Math.floor(i / rows)) * Math.cos(i % rows),
      );
      const expected = Math.log1p(matrix.reduce((sum, entry) => sum + entry * entry, 0));
      const found = measured(matrix, rows, rows);
      // Rounding of the entries and of the matrix lifts the other singular values.
      expect(found).toBeGreaterThanOrEqual(expected * (1 - 1e-12));
      expect(Number.isFinite(found)).toBe(true);
      if (scale === 1) expect(found).toBeLessThan(expected + 1e-8);
    }
  });

  test('of zeros is 0, of nothing too', () => {
    expect(measured(new Float32Array(6), 2, 3)).toBe(0);
    expect(logDeterminantOfGram(new Float64Array(0), 0)).toBe(0);
  });

  test('has the bits of the plain form: catches a machine that ranks otherwise', () => {
    for (const [rows, cols] of [
      [5, 7],
      [200, 300],
      [310, 140],
    ] as const) {
      const matrix = drawn(rows * cols, 0.02, rows);
      const plain = plainProducts();
      const gram = gramMatrix(matrix, rows, cols, plain);
      expect(gram).toEqual(gramMatrix(matrix, rows, cols));
      expect(logDeterminantOfGram(gram, Math.min(rows, cols), plain)).toBe(
        measured(matrix, rows, cols),
      );
    }
  });
});
