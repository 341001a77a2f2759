import { setImmediate } from 'node:timers/promises';
import {
  joinMeasurements,
  runTask,
  tasksOf,
  type DrawnMatrix,
  type Measurement,
  type MeasurementTask,
} from '../capacity/measurement.ts';
import { SEGMENT_SIZE } from '../capacity/moments.ts';
import { WorkerPool } from './worker-pool.ts';

/** Called now and then with the work done and all of it, in any unit. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Work from which threads pay, in drawn entries: a thread takes some 50 ms to start, in which a
 * core draws some ten million.
 */
export const WORTH_WORKERS = 2 ** 25;

/** Work that goes to a thread at a time: about 10 ms, against 0.1 ms for the message. */
const BATCH = SEGMENT_SIZE;

/**
 * Measures matrices, in worker threads where that pays.
 *
 * @param matrices what to measure; nothing is shared between equal ones
 * @param jobs threads at most; with 1 this thread does the work, leaving the event loop its turns
 * @returns the measurements, in the order of the matrices
 */
export async function measureAll(
  matrices: readonly DrawnMatrix[],
  kind: MeasurementTask['kind'],
  jobs: number,
  onProgress: OnProgress = () => undefined,
): Promise<Measurement[]> {
  const tasks = matrices.map((matrix) => tasksOf(matrix, kind));
  const batches = batchesOf(tasks.flat());
  const total = batches.reduce((sum, { cost }) => sum + cost, 0);
  const threads = Math.min(jobs, batches.length);
  const results: (readonly Measurement[])[] = [];
  let done = 0;
  const finish = (index: number, measured: readonly Measurement[], cost: number): void => {
    results[index] = measured;
    done += cost;
    onProgress(done, total);
  };
  if (threads > 1 && total >= WORTH_WORKERS) {
    const pool = new WorkerPool(threads);
    try {
      await Promise.all(
        batches.map(async ({ tasks: own, cost }, index) => {
          finish(index, await pool.run(own), cost);
        }),
      );
    } finally {
      await pool.close();
    }
  } else {
    for (const [index, { tasks: own, cost }] of batches.entries()) {
      finish(index, own.map(runTask), cost);
      await setImmediate();
    }
  }
  const flat = results.flat();
  let at = 0;
  return tasks.map((own) => joinMeasurements(flat.slice(at, (at += own.length))));
}

interface Batch {
  readonly tasks: readonly MeasurementTask[];
  readonly cost: number;
}

function batchesOf(tasks: readonly MeasurementTask[]): Batch[] {
  const batches: Batch[] = [];
  let open: MeasurementTask[] = [];
  let cost = 0;
  const close = (): void => {
    if (open.length > 0) batches.push({ tasks: open, cost });
    open = [];
    cost = 0;
  };
  for (const task of tasks) {
    open.push(task);
    cost += costOf(task);
    if (cost >= BATCH) close();
  }
  close();
  return batches;
}

/**
 * The cost of a task in drawn entries. A Gram matrix takes rows * cols * min(rows, cols) / 2
 * products, some twenty of which take as long as one drawn entry. Cholesky's factorization adds a
 * fifth to two thirds of that, singular values two to six times as much.
 */
function costOf(task: MeasurementTask): number {
  if ('count' in task) return task.count;
  const { rows, cols } = task.matrix;
  const share = task.kind === 'singular-values' ? 8 : 32;
  return rows * cols * (1 + Math.min(rows, cols) / share);
}
