import type { RandomDistribution } from '../initialization/distribution.ts';
import { drawWeights } from '../initialization/draw-weights.ts';
import { GROUP_SIZE } from '../initialization/random-words.ts';
import { readRegion, startOfPiece, type TensorRegion } from '../initialization/tensor-region.ts';
import type { WeightStream } from '../initialization/weight-stream.ts';
import type { MatrixShape } from './matrix-shape.ts';

/** What has to be known of a matrix to measure it. */
export interface DrawnMatrix extends MatrixShape {
  readonly distribution: RandomDistribution;
  readonly stream: WeightStream;
  /** Where it is in the tensor that is drawn; null where it is all of it. */
  readonly region?: TensorRegion | null;
}

/**
 * The entry of the tensor at which a matrix begins, if it is one piece of it that can be drawn by
 * itself; otherwise null.
 */
export function pieceStart({ region = null, rows }: DrawnMatrix): number | null {
  if (region === null) return 0;
  const start = startOfPiece(region, rows);
  return start !== null && start % GROUP_SIZE === 0 ? start : null;
}

/**
 * Writes the entries of a matrix from `start` on, as many as `out` holds; those beyond its end are
 * any numbers.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 */
export function drawMatrix(matrix: DrawnMatrix, start: number, out: Float32Array): void {
  const { distribution, stream, region = null } = matrix;
  const from = pieceStart(matrix);
  if (region === null || from !== null) {
    drawWeights(distribution, stream, (from ?? 0) + start, out);
    return;
  }
  // Not into `out` piece by piece, which may be the memory that numbers are drawn in.
  const entries = new Float32Array(out.length);
  readRegion(
    region,
    matrix,
    (at, piece) => {
      // Numbers are drawn in groups.
      const first = at - (at % GROUP_SIZE);
      const length = Math.ceil((at + piece.length - first) / GROUP_SIZE) * GROUP_SIZE;
      const drawn = new Float32Array(length);
      drawWeights(distribution, stream, first, drawn);
      piece.set(drawn.subarray(at - first, at - first + piece.length));
    },
    start,
    entries,
  );
  out.set(entries);
}
