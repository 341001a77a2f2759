import {
  LINE_LENGTH,
  TILE_LINES,
  vectorProducts,
  type LineProducts,
} from '../kernel/line-products.ts';

let made: LineProducts | undefined;

/** The scalar products of lines in the fastest form that this thread has. */
export function lineProducts(): LineProducts {
  made ??= vectorProducts() ?? plainProducts();
  return made;
}

/**
 * The plain form, which gives the numbers of the vector form to the last bit: even and odd steps
 * have a sum each.
 */
export function plainProducts(): LineProducts {
  let lines = new Float64Array(0);
  let results = new Float64Array(0);
  return {
    reserve: (count) => {
      lines = new Float64Array(count * LINE_LENGTH);
      results = new Float64Array(count * TILE_LINES);
      return lines;
    },
    of: (first) => {
      const rows = lines.length / LINE_LENGTH - first;
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column <= row && column < TILE_LINES; column++) {
          let a = (first + row) * LINE_LENGTH;
          let b = (first + column) * LINE_LENGTH;
          let even = 0;
          let odd = 0;
          for (const end = a + LINE_LENGTH; a < end; a += 2, b += 2) {
            even += lines[a]! * lines[b]!;
            odd += lines[a + 1]! * lines[b + 1]!;
          }
          results[row * TILE_LINES + column] = even + odd;
        }
      }
      return results;
    },
  };
}

/**
 * Adds the scalar products of all pairs of lines, times `sign`, to the lower triangle of a square
 * matrix, line 0 meeting its row and column `from`.
 *
 * @param count lines, without those that fill up the last group
 * @param matrix row-major, `size` x `size`
 */
export function addProducts(
  products: LineProducts,
  count: number,
  matrix: Float64Array,
  size: number,
  from: number,
  sign: 1 | -1,
): void {
  for (let first = 0; first < count; first += TILE_LINES) {
    const results = products.of(first);
    for (let row = first; row < count; row++) {
      const source = (row - first) * TILE_LINES;
      const target = (from + row) * size + from + first;
      const columns = Math.min(row - first + 1, TILE_LINES);
      for (let k = 0; k < columns; k++) {
        matrix[target + k] = matrix[target + k]! + sign * results[source + k]!;
      }
    }
  }
}
