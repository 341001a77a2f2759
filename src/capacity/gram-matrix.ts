import { LINE_GROUP, LINE_LENGTH } from '../kernel/line-products.ts';
import { addProducts, lineProducts } from './line-products.ts';

/**
 * The Gram matrix of the smaller side of a matrix A: `A * A^T` where there are no more rows than
 * columns, else `A^T * A`, with products and sums in double precision.
 *
 * Neither products nor sums overflow, and no product of nonzero entries underflows: a finite
 * float32 lies between 1.4e-45 and 3.4e38 in magnitude, its square between 2e-90 and 1.2e77.
 *
 * @param matrix the entries, row-major, `rows * cols` of them
 * @param rows the number of rows, at least 1
 * @param cols the number of columns, at least 1
 * @param products tests give another form than this thread's own
 * @returns an n x n row-major matrix, `n = min(rows, cols)`; only its lower triangle (column <= row)
 * is filled in, the rest is zero
 */
export function gramMatrix(
  matrix: Float32Array,
  rows: number,
  cols: number,
  products = lineProducts(),
): Float64Array {
  const byRows = rows <= cols;
  const size = byRows ? rows : cols;
  const length = byRows ? cols : rows;
  const gram = new Float64Array(size * size);
  const lines = products.reserve(Math.ceil(size / LINE_GROUP) * LINE_GROUP);
  lines.fill(0);
  for (let from = 0; from < length; from += LINE_LENGTH) {
    const steps = Math.min(LINE_LENGTH, length - from);
    if (byRows) {
      for (let line = 0; line < size; line++) {
        const source = line * cols + from;
        lines.set(matrix.subarray(source, source + steps), line * LINE_LENGTH);
        if (steps < LINE_LENGTH) {
          lines.fill(0, line * LINE_LENGTH + steps, (line + 1) * LINE_LENGTH);
        }
      }
    } else {
      if (steps < LINE_LENGTH) lines.fill(0);
      for (let step = 0; step < steps; step++) {
        const source = (from + step) * cols;
        for (let line = 0; line < size; line++) {
          lines[line * LINE_LENGTH + step] = matrix[source + line]!;
        }
      }
    }
    addProducts(products, size, gram, size, 0, 1);
  }
  return gram;
}
