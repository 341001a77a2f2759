import { setImmediate } from 'node:timers/promises';
import type { Packing } from '../architecture/packing.ts';
import { addSquares, sumOfEntries } from '../capacity/unit-squares.ts';
import { failure, success, type Result } from '../result.ts';
import { unitsAlong, type CutAxis } from './cut-axes.ts';
import type { ModelTensor } from './match-tensors.ts';
import type { TensorReader } from './tensor-entries.ts';

/** Most entries that are read at a time: a megabyte. */
const PIECE = 2 ** 18;

/** A matrix that a tensor holds, with the sums of the squares of its units. */
export interface MatrixSums {
  readonly rows: number;
  readonly cols: number;
  /** How its rows and columns are cut; null where they are not. */
  readonly rowAxis: CutAxis | null;
  readonly colAxis: CutAxis | null;
  /** By the unit of the row, then by that of the column. */
  readonly squares: Float64Array;
}

/** The dimension of a 2-D tensor: the matrix of every place, and its unit. */
interface Dimension {
  readonly places: readonly { readonly piece: number; readonly unit: number }[];
  /** How many places each matrix has. */
  readonly sizes: readonly number[];
  readonly units: number;
}

function dimensionOf(
  length: number,
  axis: CutAxis | null,
  packing: Packing | null,
  along: Packing['axis'],
): Dimension {
  const packed = packing?.axis === along ? packing : { sizes: [length], turns: 1 };
  const { pieces, turns } = axis ?? { pieces: packed.sizes, turns: packed.turns };
  const sizes = pieces.map((piece) => piece * turns);
  if (axis !== null) return { places: unitsAlong(axis), sizes, units: axis.units };
  const whole: CutAxis = { kind: 'heads', units: turns, pieces, turns };
  return { places: unitsAlong(whole).map(({ piece }) => ({ piece, unit: 0 })), sizes, units: 1 };
}

/**
 * The matrices of a 2-D tensor with the sums of squares of their units, in one pass over its entries.
 *
 * @param onProgress called with the share that is done
 * @returns a failure where an entry is infinite or NaN
 */
export async function sumUnits(
  { tensor, weight, axes }: ModelTensor,
  reader: TensorReader,
  onProgress: (share: number) => void,
): Promise<Result<MatrixSums[]>> {
  const [height = 0, width = 0] = tensor.shape;
  const [rowAxis = null, colAxis = null] = axes;
  const packing = weight?.packing ?? null;
  const rows = dimensionOf(height, rowAxis, packing, 'rows');
  const cols = dimensionOf(width, colAxis, packing, 'columns');
  const cells = rows.units * cols.units;
  const sums = new Float64Array(cells * rows.sizes.length * cols.sizes.length);
  const targets = Int32Array.from(cols.places, ({ piece, unit }) => piece * cells + unit);
  const isOneSum = cols.sizes.length * cols.units === 1;
  const perPiece = Math.max(1, Math.floor(PIECE / width));
  const entries = new Float32Array(perPiece * width);
  for (let first = 0; first < height; first += perPiece) {
    const count = Math.min(perPiece, height - first);
    reader.read(tensor, first * width, entries.subarray(0, count * width));
    for (let row = 0; row < count; row++) {
      const { piece, unit } = rows.places[first + row] ?? { piece: 0, unit: 0 };
      const at = piece * cols.sizes.length * cells + unit * cols.units;
      const own = entries.subarray(row * width, (row + 1) * width);
      if (isOneSum) sums[at] = (sums[at] ?? 0) + sumOfEntries(own);
      else addSquares(own, targets, sums, at);
    }
    onProgress((first + count) / height);
    await setImmediate();
  }
  if (!sums.every(Number.isFinite)) {
    return failure(`${tensor.path}: an entry is infinite or NaN: expected finite weights`);
  }
  const shapes = rows.sizes.flatMap((own) =>
    cols.sizes.map((other) => ({ rows: own, cols: other })),
  );
  return success(
    shapes.map((shape, index) => ({
      ...shape,
      rowAxis,
      colAxis,
      squares: sums.subarray(index * cells, (index + 1) * cells),
    })),
  );
}
