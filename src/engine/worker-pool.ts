import { Worker } from 'node:worker_threads';
import { runTask, type Measurement, type MeasurementTask } from '../capacity/measurement.ts';

/** What a thread of the pool runs; the compiled file also where this one is not compiled. */
const WORKER_FILE = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/engine/measure-worker.js' : './measure-worker.js',
  import.meta.url,
);

/**
 * Threads that do measurement tasks. Which thread does a task, and when, changes no result; where
 * a thread dies its tasks are done by the calling thread.
 */
export class WorkerPool {
  readonly #idle: Worker[];
  readonly #all: Worker[];
  readonly #waiting: ((worker: Worker | null) => void)[] = [];
  #alive: number;

  /** @param size threads to start, at least 1 */
  constructor(size: number) {
    this.#all = Array.from({ length: size }, () => new Worker(WORKER_FILE));
    this.#idle = [...this.#all];
    this.#alive = size;
    for (const worker of this.#all) {
      // Without a listener an error of a thread would end the process.
      worker.on('error', () => undefined);
      worker.on('exit', () => {
        this.#bury(worker);
      });
    }
  }

  /** Does the tasks in one thread, as soon as one is free. */
  async run(tasks: readonly MeasurementTask[]): Promise<readonly Measurement[]> {
    const worker = await this.#claim();
    if (worker === null) return tasks.map(runTask);
    const results = await askWorker(worker, tasks);
    if (results === null) return tasks.map(runTask);
    this.#release(worker);
    return results;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }

  #claim(): Promise<Worker | null> {
    const worker = this.#idle.pop();
    if (worker !== undefined || this.#alive === 0) return Promise.resolve(worker ?? null);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #release(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }

  #bury(worker: Worker): void {
    this.#alive -= 1;
    const place = this.#idle.indexOf(worker);
    if (place !== -1) this.#idle.splice(place, 1);
    // Whoever waits when the last thread is gone does the work itself.
    if (this.#alive === 0) for (const resolve of this.#waiting.splice(0)) resolve(null);
  }
}

/** The worker's answer, null where it dies before it gives one. */
function askWorker(
  worker: Worker,
  tasks: readonly MeasurementTask[],
): Promise<readonly Measurement[] | null> {
  return new Promise((resolve) => {
    const died = (): void => {
      worker.off('message', answered);
      resolve(null);
    };
    const answered = (results: readonly Measurement[]): void => {
      worker.off('exit', died);
      resolve(results);
    };
    worker.once('message', answered);
    worker.once('exit', died);
    worker.postMessage(tasks);
  });
}
