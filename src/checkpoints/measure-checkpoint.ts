import { setImmediate } from 'node:timers/promises';
import { matricesOf, type HeldMatrix, type WeightMatrix } from '../architecture/weight.ts';
import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import { statisticOf, tooLarge } from '../capacity/measure-matrix.ts';
import { isHeld, type Measurement } from '../capacity/measurement.ts';
import { gatherSegment, joinSegments, SEGMENT_SIZE, type Moments } from '../capacity/moments.ts';
import { measureAside, type OnProgress } from '../engine/measure-all.ts';
import type { CheckpointWeight } from '../safetensors/checkpoint.ts';
import { describeFileError } from '../input/read-text.ts';
import { readRegion } from '../initialization/tensor-region.ts';
import { failure, success, type Result } from '../result.ts';
import { sumOfMatrices } from '../scoring/matrix-capacities.ts';
import { TensorReader } from './tensor-entries.ts';

/** A matrix of a model with the tensor that holds it. */
export interface StoredMatrix {
  readonly matrix: WeightMatrix;
  readonly tensor: CheckpointWeight;
}

/**
 * The statistic of every matrix of a checkpoint, measured on its weights. One chunk of them is in
 * memory at a time; for a statistic of the singular values or the determinant, one whole matrix. The
 * event loop gets its turn after every few million. Sums equal those of drawn weights with the same
 * numbers to the last bit.
 *
 * @param memoryLimit bytes that the process may take, by estimate
 * @returns a result for each matrix, in their order
 */
export async function measureCheckpoint(
  statistic: MatrixStatistic,
  matrices: readonly StoredMatrix[],
  onProgress: OnProgress = () => undefined,
  memoryLimit = Infinity,
): Promise<Result<number>[]> {
  const { needs } = statistic;
  if (needs === 'shape') {
    return matrices.map(({ matrix }) =>
      sumOfMatrices(matrix, (held) => success(statistic.measure(held))),
    );
  }
  const reader = new TensorReader();
  const results: Result<number>[] = [];
  const total = matrices.reduce((sum, { tensor }) => sum + tensor.bytes, 0);
  let before = 0;
  try {
    for (const { matrix, tensor } of matrices) {
      const held = matricesOf(matrix);
      const found: Result<number>[] = [];
      for (const [index, shape] of held.entries()) {
        const progress = (share: number): void => {
          onProgress(before + ((index + share) / held.length) * tensor.bytes, total);
        };
        const problem = tooLarge(statistic, shape, memoryLimit);
        found.push(
          problem === null
            ? await measureHeldMatrix(statistic, reader, { matrix, tensor }, shape, progress)
            : failure(problem),
        );
      }
      results.push(sumOfMatrices(matrix, (_, index) => found[index] ?? failure('not measured')));
      before += tensor.bytes;
      onProgress(before, total);
    }
  } finally {
    reader.close();
  }
  return results;
}

async function measureHeldMatrix(
  statistic: Exclude<MatrixStatistic, { readonly needs: 'shape' }>,
  reader: TensorReader,
  { matrix, tensor }: StoredMatrix,
  held: HeldMatrix,
  onProgress: (share: number) => void,
): Promise<Result<number>> {
  const measurement = await measureTensor(reader, tensor, held, statistic.needs, onProgress);
  return measurement.ok
    ? statisticOf(statistic, held, matrix.distribution, measurement.value)
    : measurement;
}

async function measureTensor(
  reader: TensorReader,
  tensor: CheckpointWeight,
  { rows, cols, region }: HeldMatrix,
  kind: Measurement['kind'],
  onProgress: (share: number) => void,
): Promise<Result<Measurement>> {
  const count = rows * cols;
  const read = (start: number, out: Float32Array): void => {
    if (region === null) reader.read(tensor, start, out);
    else {
      const readPiece = (from: number, piece: Float32Array): void => {
        reader.read(tensor, from, piece);
      };
      readRegion(region, { rows, cols }, readPiece, start, out);
    }
  };
  try {
    if (isHeld(kind)) {
      const entries = new Float32Array(count);
      read(0, entries);
      await setImmediate();
      const measurement = await measureAside({ kind, entries, rows, cols });
      return measurement === null
        ? failure('the thread that measured it ended: it may have taken more memory than there is')
        : success(measurement);
    }
    const segments: Moments[] = [];
    for (let start = 0; start < count; start += SEGMENT_SIZE) {
      const length = Math.min(SEGMENT_SIZE, count - start);
      segments.push(gatherSegment(start, length, read));
      onProgress((start + length) / count);
      await setImmediate();
    }
    const moments = joinSegments(segments);
    if (!Number.isFinite(moments.sumOfSquares)) {
      return failure(`an entry is infinite or NaN: expected finite weights`);
    }
    return success(
      kind === 'moments' ? { kind, moments } : { kind, count, sumOfSquares: moments.sumOfSquares },
    );
  } catch (error) {
    return failure(`${tensor.file}: ${describeFileError(error)}`);
  }
}
