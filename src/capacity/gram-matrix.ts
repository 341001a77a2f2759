/** Long-side steps packed at a time: a packed line of 1 KiB, so that a tile of lines stays in L1. */
const PANEL = 128;

/** Lines per tile of the inner loops: 24 packed lines of 1 KiB leave room in a 32 KiB L1 cache. */
const TILE = 24;

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
 * @returns an n x n row-major matrix, `n = min(rows, cols)`; only its lower triangle (column <= row)
 * is filled in, the rest is zero
 */
export function gramMatrix(matrix: Float32Array, rows: number, cols: number): Float64Array {
  const byRows = rows <= cols;
  const size = byRows ? rows : cols;
  const length = byRows ? cols : rows;
  const gram = new Float64Array(size * size);
  // Two lines of zeros more than needed, so that tiles of three lines need no special end.
  const panel = new Float64Array((size + 2) * PANEL);
  for (let from = 0; from < length; from += PANEL) {
    const steps = Math.min(PANEL, length - from);
    if (byRows) {
      for (let line = 0; line < size; line++) {
        const source = line * cols + from;
        panel.set(matrix.subarray(source, source + steps), line * PANEL);
        panel.fill(0, line * PANEL + steps, (line + 1) * PANEL);
      }
    } else {
      if (steps < PANEL) panel.fill(0);
      for (let step = 0; step < steps; step++) {
        const source = (from + step) * cols;
        for (let line = 0; line < size; line++) {
          panel[line * PANEL + step] = matrix[source + line]!;
        }
      }
    }
    addPanel(gram, panel, size);
  }
  return gram;
}

/** Adds the scalar products of all pairs of packed lines to the lower triangle of `gram`. */
function addPanel(gram: Float64Array, panel: Float64Array, size: number): void {
  for (let tile = 0; tile < size; tile += TILE) {
    const tileEnd = Math.min(tile + TILE, size);
    for (let i = tile; i < size; i += 3) {
      for (let j = tile; j < tileEnd && j <= i + 2; j += 3) {
        let a = i * PANEL;
        let b = j * PANEL;
        let s00 = 0;
        let s01 = 0;
        let s02 = 0;
        let s10 = 0;
        let s11 = 0;
        let s12 = 0;
        let s20 = 0;
        let s21 = 0;
        let s22 = 0;
        for (const end = a + PANEL; a < end; a++, b++) {
          const a0 = panel[a]!;
          const a1 = panel[a + PANEL]!;
          const a2 = panel[a + 2 * PANEL]!;
          const b0 = panel[b]!;
          const b1 = panel[b + PANEL]!;
          const b2 = panel[b + 2 * PANEL]!;
          s00 += a0 * b0;
          s01 += a0 * b1;
          s02 += a0 * b2;
          s10 += a1 * b0;
          s11 += a1 * b1;
          s12 += a1 * b2;
          s20 += a2 * b0;
          s21 += a2 * b1;
          s22 += a2 * b2;
        }
        addRow(gram, size, i, j, s00, s01, s02);
        addRow(gram, size, i + 1, j, s10, s11, s12);
        addRow(gram, size, i + 2, j, s20, s21, s22);
      }
    }
  }
}

/** Adds three sums to row `i` from column `j` on, as far as they lie in the lower triangle. */
function addRow(
  gram: Float64Array,
  size: number,
  i: number,
  j: number,
  sum0: number,
  sum1: number,
  sum2: number,
): void {
  if (i >= size) return;
  const at = i * size + j;
  if (j <= i) gram[at] = gram[at]! + sum0;
  if (j + 1 <= i) gram[at + 1] = gram[at + 1]! + sum1;
  if (j + 2 <= i) gram[at + 2] = gram[at + 2]! + sum2;
}
