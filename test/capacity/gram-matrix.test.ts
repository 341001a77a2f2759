import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gramMatrix } from '../../src/capacity/gram-matrix.ts';

/** The definition, in integers, which double precision adds without rounding. */
function reference(matrix: Float32Array, rows: number, cols: number): Float64Array {
  const byRows = rows <= cols;
  const size = byRows ? rows : cols;
  const at = (line: number, step: number) =>
    matrix[byRows ? line * cols + step : step * cols + line]!;
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let step = 0; step < (byRows ? cols : rows); step++) sum += at(i, step) * at(j, step);
      gram[i * size + j] = sum;
    }
  }
  return gram;
}

describe('gramMatrix', () => {
  test('equals the definition at every shape beside the edges of the blocks', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 120, max: 270 }));
    fc.assert(
      fc.property(size, size, fc.nat(), (rows, cols, seed) => {
        const matrix = Float32Array.from(
          { length: rows * cols },
          (_, i) => ((Math.imul(i + seed, 2654435761) >>> 8) % 201) - 100,
        );
        const expected = reference(matrix, rows, cols);
        const wrong = gramMatrix(matrix, rows, cols).findIndex((sum, i) => sum !== expected[i]);
        expect(wrong).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });
});
