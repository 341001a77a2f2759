import { Worker } from 'node:worker_threads';
import type { Measurement, MeasurementTask } from '../capacity/measurement.ts';

/** What a thread runs; the compiled file also where this one is not compiled. */
const WORKER_FILE = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/engine/measure-worker.js' : './measure-worker.js',
  import.meta.url,
);

type Answer = (results: readonly Measurement[] | null) => void;

/**
 * A thread that does measurement tasks. Which thread does a task, and when, changes no result. It
 * takes some 50 ms to start; tasks may be given to it meanwhile.
 */
export class MeasureThread {
  readonly #worker = new Worker(WORKER_FILE);
  /** Who waits for the lists that were handed over, the first first: a thread keeps the order. */
  readonly #waiting: Answer[] = [];
  #alive = true;

  constructor() {
    // Without a listener an error of the thread would end the process.
    this.#worker.on('error', () => undefined);
    this.#worker.on('message', (results: readonly Measurement[]) => {
      this.#waiting.shift()?.(results);
    });
    this.#worker.on('exit', () => {
      this.#alive = false;
      for (const answer of this.#waiting.splice(0)) answer(null);
    });
  }

  /** Does the tasks after those that it was given before; null where the thread dies meanwhile. */
  run(tasks: readonly MeasurementTask[]): Promise<readonly Measurement[] | null> {
    if (!this.#alive) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      // Entries are handed over, not copied.
      const buffers = tasks.flatMap((task) => ('entries' in task ? [task.entries.buffer] : []));
      this.#worker.postMessage(tasks, buffers);
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
