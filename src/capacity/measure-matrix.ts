import type { RandomDistribution } from '../initialization/distribution.ts';
import type { TensorRegion } from '../initialization/tensor-region.ts';
import type { WeightStream } from '../initialization/weight-stream.ts';
import { formatBytes } from '../format-bytes.ts';
import { failure, success, type Result } from '../result.ts';
import type { MatrixShape } from './matrix-shape.ts';
import type { MatrixStatistic } from './matrix-statistic.ts';
import { heldBytes, PROCESS_BYTES } from './held-bytes.ts';
import { isHeld, joinMeasurements, runTask, tasksOf, type Measurement } from './measurement.ts';

/** Largest matrix that is held as a whole: 2^28 entries are 1 GiB in single precision. */
export const MAX_HELD_ENTRIES = 2 ** 28;

/**
 * The statistic of a matrix whose entries are drawn from a stream, measured and dropped. Only a
 * statistic of the singular values or the determinant holds the whole matrix meanwhile.
 *
 * @param region where the matrix is in the tensor that is drawn; null where it is all of it
 * @param memoryLimit bytes that the process may take, by estimate
 * @returns the number; or why there is none: it is not finite, or the matrix is too large to be
 *   held
 */
export function measureMatrix(
  statistic: MatrixStatistic,
  shape: MatrixShape,
  distribution: RandomDistribution,
  stream: WeightStream,
  region: TensorRegion | null = null,
  memoryLimit = Infinity,
): Result<number> {
  if (statistic.needs === 'shape') return finite(statistic, statistic.measure(shape));
  const problem = tooLarge(statistic, shape, memoryLimit);
  if (problem !== null) return failure(problem);
  const tasks = tasksOf({ ...shape, distribution, stream, region }, statistic.needs);
  return statisticOf(statistic, shape, distribution, joinMeasurements(tasks.map(runTask)));
}

/**
 * Why a matrix can't be measured, null where it can.
 *
 * @param memoryLimit bytes that the process may take, by estimate
 */
export function tooLarge(
  { name, needs }: MatrixStatistic,
  shape: MatrixShape,
  memoryLimit = Infinity,
): string | null {
  if (!isHeld(needs)) return null;
  const { rows, cols } = shape;
  const entries = `${name} needs all ${rows} x ${cols} entries at once`;
  if (rows * cols > MAX_HELD_ENTRIES) return `${entries}: expected at most ${MAX_HELD_ENTRIES}`;
  const bytes = PROCESS_BYTES + heldBytes(shape);
  return bytes > memoryLimit
    ? `${entries}, which take about ${formatBytes(bytes)}, and the memory limit is ${formatBytes(memoryLimit)}: raise --memory-limit`
    : null;
}

/**
 * The statistic of a matrix that has been measured.
 *
 * @returns the number; or why there is none: it is not finite, or entries overflow
 */
export function statisticOf(
  statistic: MatrixStatistic,
  shape: MatrixShape,
  distribution: RandomDistribution,
  measurement: Measurement,
): Result<number> {
  const { name, needs } = statistic;
  if (needs === 'sum-of-squares' && measurement.kind === 'sum-of-squares') {
    return finite(statistic, statistic.measure(shape, measurement.sumOfSquares));
  }
  if (needs === 'moments' && measurement.kind === 'moments') {
    return finite(statistic, statistic.measure(shape, measurement.moments, distribution));
  }
  if (needs === 'singular-values' && measurement.kind === 'singular-values') {
    return measurement.values === null
      ? failure(`${name} needs finite entries: they overflow single precision`)
      : finite(statistic, statistic.measure(measurement.values));
  }
  if (needs === 'log-determinant' && measurement.kind === 'log-determinant') {
    return measurement.value === null
      ? failure(`${name} needs finite entries: they overflow single precision`)
      : finite(statistic, statistic.measure(measurement.value));
  }
  throw new TypeError(`${name} needs ${needs}, not ${measurement.kind}`);
}

/** The expectation of the statistic over the entries of a matrix, where it has a closed form. */
export function expectedOfMatrix(
  statistic: MatrixStatistic,
  shape: MatrixShape,
  distribution: RandomDistribution,
): Result<number> {
  const expected = statistic.expected(shape, distribution);
  return expected.ok ? finite(statistic, expected.value) : expected;
}

function finite({ name }: MatrixStatistic, value: number): Result<number> {
  return Number.isFinite(value)
    ? success(value)
    : failure(`${name} is ${value}, not a finite number`);
}
