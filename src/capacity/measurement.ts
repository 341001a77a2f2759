import { GROUP_SIZE } from '../initialization/random-words.ts';
import { drawMatrix, pieceStart, type DrawnMatrix } from './drawn-matrix.ts';
import { gramMatrix } from './gram-matrix.ts';
import { logDeterminantOfGram } from './log-determinant-of-gram.ts';
import { gatherSegment, joinSegments, joinSums, SEGMENT_SIZE, type Moments } from './moments.ts';
import type { MatrixShape } from './matrix-shape.ts';
import { singularValues } from './singular-values.ts';
import { sumSquares } from './sum-of-squares.ts';

/** A piece of the work of measuring a matrix, small enough to be handed to another thread. */
export type MeasurementTask =
  | {
      readonly kind: 'sum-of-squares' | 'moments';
      readonly matrix: DrawnMatrix;
      /** First entry, a multiple of {@link SEGMENT_SIZE}. */
      readonly start: number;
      readonly count: number;
    }
  | { readonly kind: HeldKind; readonly matrix: DrawnMatrix }
  | HeldTask;

/** The measurement of a matrix whose entries are held already. */
export interface HeldTask extends MatrixShape {
  readonly kind: HeldKind;
  /** Row-major, `rows * cols` of them. */
  readonly entries: Float32Array<ArrayBuffer>;
}

/** What is known of a matrix, or of a piece of it, once it is measured. */
export type Measurement =
  | { readonly kind: 'sum-of-squares'; readonly count: number; readonly sumOfSquares: number }
  | { readonly kind: 'moments'; readonly moments: Moments }
  | {
      readonly kind: 'singular-values';
      /** Descending; null where entries overflow single precision. */
      readonly values: Float64Array | null;
    }
  | {
      readonly kind: 'log-determinant';
      /** `ln det(I + W W^T)` in nats; null where entries overflow single precision. */
      readonly value: number | null;
    };

export type { DrawnMatrix } from './drawn-matrix.ts';

/** What is measured of a matrix of which all entries are held meanwhile. */
export type HeldKind = 'singular-values' | 'log-determinant';

/** Whether all entries of a matrix are held while this is measured of it. */
export function isHeld(kind: string): kind is HeldKind {
  return kind === 'singular-values' || kind === 'log-determinant';
}

/** The tasks that together measure a matrix. */
export function tasksOf(matrix: DrawnMatrix, kind: MeasurementTask['kind']): MeasurementTask[] {
  if (isHeld(kind)) return [{ kind, matrix }];
  const total = matrix.rows * matrix.cols;
  return Array.from({ length: Math.ceil(total / SEGMENT_SIZE) }, (_, segment) => {
    const start = segment * SEGMENT_SIZE;
    return { kind, matrix, start, count: Math.min(SEGMENT_SIZE, total - start) };
  });
}

/** Does a task: draws the weights, measures them and drops them. */
export function runTask(task: MeasurementTask): Measurement {
  if ('entries' in task) return measureHeld(task.kind, task.entries, task);
  const { distribution, stream, rows, cols } = task.matrix;
  const from = pieceStart(task.matrix);
  if (task.kind === 'sum-of-squares' && from !== null) {
    const { kind, start, count } = task;
    return { kind, count, sumOfSquares: sumSquares(distribution, stream, from + start, count) };
  }
  const draw = (start: number, out: Float32Array): void => {
    drawMatrix(task.matrix, start, out);
  };
  if (task.kind === 'sum-of-squares' || task.kind === 'moments') {
    const { kind, count } = task;
    const moments = gatherSegment(task.start, count, draw);
    return kind === 'moments'
      ? { kind, moments }
      : { kind, count, sumOfSquares: moments.sumOfSquares };
  }
  const count = rows * cols;
  const drawn = new Float32Array(Math.ceil(count / GROUP_SIZE) * GROUP_SIZE);
  draw(0, drawn);
  return measureHeld(task.kind, drawn.subarray(0, count), { rows, cols });
}

/**
 * Measures a matrix of which all entries are held.
 *
 * @param entries row-major, `rows * cols` of them
 */
function measureHeld(
  kind: HeldKind,
  entries: Float32Array,
  { rows, cols }: MatrixShape,
): Measurement {
  const finite = allFinite(entries);
  if (kind === 'singular-values') {
    return { kind, values: finite ? singularValues(entries, rows, cols) : null };
  }
  return { kind, value: finite ? measuredLogDeterminant(entries, rows, cols) : null };
}

/** Whether no entry is infinite or NaN: times zero, those alone are not zero. */
function allFinite(entries: Float32Array): boolean {
  let zero = 0;
  for (const entry of entries) zero += entry * 0;
  return zero === 0;
}

/** `ln det(I + W W^T)` of a matrix of finite entries, by the Gram matrix of its smaller side. */
function measuredLogDeterminant(entries: Float32Array, rows: number, cols: number): number {
  return logDeterminantOfGram(gramMatrix(entries, rows, cols), Math.min(rows, cols));
}

/**
 * The measurement of a matrix from those of its tasks.
 *
 * @param parts the results of {@link tasksOf}, in their order, at least one
 */
export function joinMeasurements(parts: readonly Measurement[]): Measurement {
  const [first] = parts;
  if (first?.kind === 'sum-of-squares') {
    const segments = parts.filter((part) => part.kind === 'sum-of-squares');
    return {
      kind: 'sum-of-squares',
      count: segments.reduce((sum, { count }) => sum + count, 0),
      sumOfSquares: joinSums(segments, ({ sumOfSquares }) => sumOfSquares),
    };
  }
  if (first !== undefined && first.kind !== 'moments') return first;
  const segments = parts.flatMap((part) => (part.kind === 'moments' ? [part.moments] : []));
  return { kind: 'moments', moments: joinSegments(segments) };
}
