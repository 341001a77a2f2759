/**
 * A matrix inside a stored tensor, row-major with `width` entries a row. Row r of the matrix is row
 * `firstRow + floor(r / rowRun) * rowPeriod + r % rowRun` of the tensor, and columns likewise.
 */
export interface TensorRegion {
  readonly width: number;
  readonly firstRow: number;
  readonly rowRun: number;
  readonly rowPeriod: number;
  readonly firstCol: number;
  readonly colRun: number;
  readonly colPeriod: number;
}

/** Writes the entries of a tensor from `start` on, as many as `out` holds. */
type ReadEntries = (start: number, out: Float32Array) => void;

/** The first entry of a region that is one piece of its tensor; null where it is not. */
export function startOfPiece(region: TensorRegion, rows: number): number | null {
  const { width, firstRow, rowRun, firstCol, colRun } = region;
  return colRun === width && firstCol === 0 && rows <= rowRun ? firstRow * width : null;
}

/**
 * Writes the entries of a matrix from `start` on, in its own row-major order, as many as `out` and
 * the matrix hold.
 *
 * @param read reads entries of the tensor
 */
export function readRegion(
  region: TensorRegion,
  { rows, cols }: { readonly rows: number; readonly cols: number },
  read: ReadEntries,
  start: number,
  out: Float32Array,
): void {
  const { width, firstRow, rowRun, rowPeriod, firstCol, colRun, colPeriod } = region;
  const end = Math.min(start + out.length, rows * cols);
  const wholeRows = colRun === width;
  for (let at = start; at < end;) {
    const [row, col] = [Math.floor(at / cols), at % cols];
    const tensorRow = firstRow + Math.floor(row / rowRun) * rowPeriod + (row % rowRun);
    const tensorCol = firstCol + Math.floor(col / colRun) * colPeriod + (col % colRun);
    const run = wholeRows ? (rowRun - (row % rowRun)) * cols - col : colRun - (col % colRun);
    const length = Math.min(run, end - at);
    read(tensorRow * width + tensorCol, out.subarray(at - start, at - start + length));
    at += length;
  }
}
