import { setImmediate } from 'node:timers/promises';
import {
  isHeld,
  joinMeasurements,
  runTask,
  tasksOf,
  type DrawnMatrix,
  type HeldTask,
  type Measurement,
  type MeasurementTask,
} from '../capacity/measurement.ts';
import type { MatrixShape } from '../capacity/matrix-shape.ts';
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

/** Work of one task beyond which this thread does none: it would hear no signal for half a second. */
const LONG = 2 ** 27;

/** Batches that a thread has in hand, so that it never waits for this one to look up. */
const IN_HAND = 2;

/** Threads besides the calling one. They may be started before it is known what there is to do. */
export class MeasureThreads {
  readonly all: readonly MeasureThread[];

  /**
   * @param jobs threads, the calling one included
   * @param work how much there is to do, in drawn entries: no thread is started that would have none
   */
  constructor(jobs: number, work = Infinity) {
    const length = Math.max(0, Math.min(jobs, Math.ceil(work / BATCH)) - 1);
    this.all = Array.from({ length }, () => new MeasureThread());
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.all.map((thread) => thread.close()));
  }
}

/** What else there is to know of the work; no number depends on it. */
export interface MeasureOptions {
  readonly onProgress?: OnProgress;
  /** Threads that are there already; they are closed at the end. */
  readonly started?: MeasureThreads | null;
  /** Called with each measurement as soon as it is known. */
  readonly onMeasured?: (measurement: Measurement, index: number) => void;
}

/**
 * Measures matrices: in this thread, which lets the event loop run in between, and where that pays in
 * others at the same time. Where one task takes long, it is others that do all of the work. Of the
 * tasks, those are in memory that are in work.
 *
 * @param matrices what to measure; nothing is shared between equal ones
 * @param jobs threads at most, this one included
 * @returns the measurements, in the order of the matrices
 */
export async function measureAll(
  matrices: readonly DrawnMatrix[],
  kind: MeasurementTask['kind'],
  jobs: number,
  { onProgress, started = null, onMeasured }: MeasureOptions = {},
): Promise<Measurement[]> {
  const costs = matrices.map((matrix) => costOf(matrix, kind));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const isLong = isHeld(kind) && costs.some((cost) => cost > LONG);
  const threads = started ?? threadsFor(isLong ? Math.min(jobs, matrices.length) + 1 : jobs, total);
  const measured: Measurement[] = [];
  /** The results of matrices of which some are missing, and how many there are. */
  const open = new Map<number, { readonly results: Measurement[]; known: number }>();
  const take = (result: Measurement, { index, part, parts }: Place): void => {
    const own = open.get(index) ?? { results: [], known: 0 };
    open.set(index, own);
    own.results[part] = result;
    own.known += 1;
    if (own.known < parts) return;
    open.delete(index);
    const measurement = joinMeasurements(own.results);
    measured[index] = measurement;
    onMeasured?.(measurement, index);
  };
  let done = 0;
  try {
    await doBatches(batchesOf(matrices, kind), threads?.all ?? [], isLong, (batch, results) => {
      for (const [at, place] of batch.places.entries()) {
        const result = results[at];
        if (result !== undefined) take(result, place);
      }
      done += batch.cost;
      onProgress?.(done, total);
    });
  } finally {
    await threads?.close();
  }
  return measured;
}

/**
 * Measures a matrix of which all entries are held: in a thread where that takes long, as this one
 * could not hear a signal meanwhile. The entries are lost.
 *
 * @returns null where the thread dies
 */
export async function measureAside(task: HeldTask): Promise<Measurement | null> {
  if (costOf(task, task.kind) <= LONG) return runTask(task);
  const thread = new MeasureThread();
  try {
    const results = await thread.run([task]);
    return results?.[0] ?? null;
  } finally {
    await thread.close();
  }
}

/** Threads for work that is worth some. */
function threadsFor(jobs: number, work: number): MeasureThreads | null {
  return jobs > 1 && work >= WORTH_THREADS ? new MeasureThreads(jobs, work) : null;
}

/**
 * Does the batches, each in whatever thread is free.
 *
 * @param isElsewhere whether this thread does none, as long as others are alive
 * @param onDone called with each batch and its results; may throw to end the work
 */
async function doBatches(
  batches: Iterator<Batch, void>,
  threads: readonly MeasureThread[],
  isElsewhere: boolean,
  onDone: (batch: Batch, results: readonly Measurement[]) => void,
): Promise<void> {
  const orphaned: Batch[] = [];
  let isStopped = false;
  const take = (): Batch | undefined => {
    if (isStopped) return undefined;
    const orphan = orphaned.pop();
    if (orphan !== undefined) return orphan;
    const next = batches.next();
    return next.done === true ? undefined : next.value;
  };
  const finish = (batch: Batch, results: readonly Measurement[]): void => {
    try {
      onDone(batch, results);
    } catch (error) {
      // Nobody takes what is left, and nobody waits for what is in hand.
      isStopped = true;
      for (const thread of threads) void thread.close();
      throw error;
    }
  };
  const giveTo = async (thread: MeasureThread): Promise<void> => {
    for (let batch = take(); batch !== undefined; batch = take()) {
      const results = await thread.run(batch.tasks);
      if (results === null) {
        orphaned.push(batch);
        return;
      }
      finish(batch, results);
    }
  };
  const doHere = async (): Promise<void> => {
    for (let batch = take(); batch !== undefined; batch = take()) {
      finish(batch, batch.tasks.map(runTask));
      await setImmediate();
    }
  };
  // What takes long is not kept from a thread that has nothing to do.
  const length = isElsewhere ? 1 : IN_HAND;
  const given = threads.flatMap((thread) => Array.from({ length }, () => giveTo(thread)));
  const own = isElsewhere && threads.length > 0 ? [] : [doHere()];
  for (const outcome of await Promise.allSettled([...own, ...given])) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
  // The work of a thread that died after this one had run out of work.
  await doHere();
}

/** Where the result of a task belongs. */
interface Place {
  /** Of the matrix. */
  readonly index: number;
  /** Which of its parts it is, and how many there are. */
  readonly part: number;
  readonly parts: number;
}

interface Batch {
  readonly tasks: readonly MeasurementTask[];
  /** Of the tasks, in their order. */
  readonly places: readonly Place[];
  readonly cost: number;
}

/** The tasks of all matrices in batches, made as they are taken. */
function* batchesOf(
  matrices: readonly DrawnMatrix[],
  kind: MeasurementTask['kind'],
): Generator<Batch, void> {
  let tasks: MeasurementTask[] = [];
  let places: Place[] = [];
  let cost = 0;
  for (const [index, matrix] of matrices.entries()) {
    const own = tasksOf(matrix, kind);
    for (const [part, task] of own.entries()) {
      tasks.push(task);
      places.push({ index, part, parts: own.length });
      cost += 'count' in task ? task.count : costOf(matrix, kind);
      if (cost < BATCH) continue;
      yield { tasks, places, cost };
      [tasks, places, cost] = [[], [], 0];
    }
  }
  if (tasks.length > 0) yield { tasks, places, cost };
}

/**
 * The cost of a matrix in drawn entries. A Gram matrix takes rows * cols * min(rows, cols) / 2
 * products, some twenty of which take as long as one drawn entry. Cholesky's factorization adds a
 * fifth to two thirds of that, singular values two to six times as much.
 */
function costOf({ rows, cols }: MatrixShape, kind: MeasurementTask['kind']): number {
  if (!isHeld(kind)) return rows * cols;
  const share = kind === 'singular-values' ? 8 : 32;
  return rows * cols * (1 + Math.min(rows, cols) / share);
}
