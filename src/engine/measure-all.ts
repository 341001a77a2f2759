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
import { MeasureThread } from './measure-thread.ts';

/** Called now and then with the work done and all of it, in any unit. May throw to end the work. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Work from which threads pay, in drawn entries: a thread takes some 50 ms to start, in which a
 * core draws some twenty million, and the calling thread works meanwhile.
 */
export const WORTH_THREADS = 2 ** 24;

/** Work that a thread does at a time: some 5 ms, against 0.1 ms for the message. */
const BATCH = SEGMENT_SIZE / 2;

/** Batches that a thread has in hand, so that it never waits for this one to look up. */
const IN_HAND = 2;

/** Threads besides the calling one. They may be started before it is known what there is to do. */
export class MeasureThreads {
  readonly all: readonly MeasureThread[];

  /** @param jobs threads, the calling one included */
  constructor(jobs: number) {
    this.all = Array.from({ length: Math.max(0, jobs - 1) }, () => new MeasureThread());
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.all.map((thread) => thread.close()));
  }
}

/**
 * Measures matrices: in this thread, which leaves the event loop its turns, and where that pays in
 * others at the same time.
 *
 * @param matrices what to measure; nothing is shared between equal ones
 * @param jobs threads at most, this one included
 * @param started threads that are there already; they are closed at the end
 * @returns the measurements, in the order of the matrices
 */
export async function measureAll(
  matrices: readonly DrawnMatrix[],
  kind: MeasurementTask['kind'],
  jobs: number,
  onProgress: OnProgress = () => undefined,
  started: MeasureThreads | null = null,
): Promise<Measurement[]> {
  const tasks = matrices.map((matrix) => tasksOf(matrix, kind));
  const batches = batchesOf(tasks.flat());
  const total = batches.reduce((sum, { cost }) => sum + cost, 0);
  const worthThreads = jobs > 1 && batches.length > 1 && total >= WORTH_THREADS;
  const threads = started ?? (worthThreads ? new MeasureThreads(jobs) : null);
  try {
    const flat = await doBatches(batches, threads?.all ?? [], (done) => {
      onProgress(done, total);
    });
    let at = 0;
    return tasks.map((own) => joinMeasurements(flat.slice(at, (at += own.length))));
  } finally {
    await threads?.close();
  }
}

/** Does the batches, each in whatever thread is free, and gives all results in their order. */
async function doBatches(
  batches: readonly Batch[],
  threads: readonly MeasureThread[],
  onDone: (cost: number) => void,
): Promise<Measurement[]> {
  const results: (readonly Measurement[])[] = [];
  const orphaned: number[] = [];
  let next = 0;
  let done = 0;
  const take = (): number | undefined =>
    orphaned.pop() ?? (next < batches.length ? next++ : undefined);
  const finish = (index: number, measured: readonly Measurement[]): void => {
    results[index] = measured;
    done += batches[index]?.cost ?? 0;
    try {
      onDone(done);
    } catch (error) {
      // Nobody takes what is left.
      next = batches.length;
      throw error;
    }
  };
  const giveTo = async (thread: MeasureThread): Promise<void> => {
    for (let index = take(); index !== undefined; index = take()) {
      const measured = await thread.run(batches[index]?.tasks ?? []);
      if (measured === null) {
        orphaned.push(index);
        return;
      }
      finish(index, measured);
    }
  };
  const doHere = async (): Promise<void> => {
    for (let index = take(); index !== undefined; index = take()) {
      finish(index, (batches[index]?.tasks ?? []).map(runTask));
      await setImmediate();
    }
  };
  const given = threads.flatMap((thread) => Array.from({ length: IN_HAND }, () => giveTo(thread)));
  for (const outcome of await Promise.allSettled([doHere(), ...given])) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
  // What a thread left behind that died after this one had run out of work.
  await doHere();
  return results.flat();
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
