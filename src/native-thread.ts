import { Worker } from 'node:worker_threads';

let living = 0;

/**
 * How many threads there are that may be in a call of a native library. As long as there are any, the
 * process may not end by `process.exit`, which ends its threads: a native call that comes back to a
 * thread that was ended throws where nothing can catch it, and the process aborts.
 */
export function nativeThreads(): number {
  return living;
}

/** A thread that calls a native library. It can't be ended from outside: it ends by itself. */
export class NativeThread<Request, Answer> {
  /** Resolved when the thread has ended. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  #alive = true;

  /**
   * @param file what it runs
   * @param workerData what it begins with
   * @param onAnswer called with every message of the thread
   */
  constructor(file: URL, workerData: unknown, onAnswer: (answer: Answer) => void) {
    this.#worker = new Worker(file, { workerData });
    living += 1;
    // Without a listener an error of the thread would end the process.
    this.#worker.on('error', () => undefined);
    this.#worker.on('message', onAnswer);
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#alive = false;
        living -= 1;
        resolve();
      });
    });
  }

  get isAlive(): boolean {
    return this.#alive;
  }

  post(request: Request): void {
    this.#worker.postMessage(request);
  }
}
