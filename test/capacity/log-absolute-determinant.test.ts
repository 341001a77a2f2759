import fc from 'fast-check';
import { determinant, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { logAbsoluteDeterminant } from '../../src/capacity/log-absolute-determinant.ts';

const squares = fc
  .integer({ min: 1, max: 7 })
  .chain((size) =>
    fc
      .array(fc.integer({ min: -9, max: 9 }), { minLength: size * size, maxLength: size * size })
      .map((entries) => ({ size, entries })),
  );

describe('logAbsoluteDeterminant', () => {
  test('is the logarithm of the determinant, whatever its sign', () => {
    fc.assert(
      fc.property(squares, ({ size, entries }) => {
        const expected = determinant(Matrix.from1DArray(size, size, entries));
        fc.pre(Math.abs(expected) > 1e-6);
        const actual = logAbsoluteDeterminant(Float64Array.from(entries), size);
        expect(actual).toBeCloseTo(Math.log(Math.abs(expected)), 8);
      }),
    );
  });

  test('is minus infinity of equal rows, exactly: catches a tie that rounding breaks', () => {
    const rows = [0.1, 0.7, 0.3, 0.2, 0.9, 0.4, 0.1, 0.7, 0.3];
    expect(logAbsoluteDeterminant(Float64Array.from(rows), 3)).toBe(-Infinity);
    expect(logAbsoluteDeterminant(new Float64Array(4), 2)).toBe(-Infinity);
  });

  test('needs no pivot on the diagonal: catches a division by zero', () => {
    expect(logAbsoluteDeterminant(Float64Array.of(0, 2, 3, 0), 2)).toBeCloseTo(Math.log(6), 12);
  });

  test('of no rows is 0, of what is no number NaN', () => {
    expect(logAbsoluteDeterminant(new Float64Array(0), 0)).toBe(0);
    expect(logAbsoluteDeterminant(Float64Array.of(NaN), 1)).toBeNaN();
  });
});
