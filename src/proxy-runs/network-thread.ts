import { Worker } from 'node:worker_threads';
import type { Architecture } from '../architecture/architecture.ts';
import type { NetworkAnswer, NetworkRequest } from './network-message.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { NetworkRunner } from './network-runner.ts';
import type { NetworkScore, RunSettings } from './network-scorer.ts';

/** The file that a thread runs: the compiled one, also where this one is not compiled. */
const WORKER_FILE = new URL(
  import.meta.url.endsWith('.ts')
    ? '../../dist/proxy-runs/network-worker.js'
    : './network-worker.js',
  import.meta.url,
);

/** Milliseconds that a thread has to free its resources before it is terminated. */
const PATIENCE = 5000;

/** A thread that runs networks, by proxies of the registry. */
export class NetworkThread implements NetworkRunner {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #waiting: ((answer: NetworkAnswer | null) => void) | null = null;
  #alive = true;

  constructor(settings: RunSettings) {
    this.#worker = new Worker(WORKER_FILE, { workerData: { settings } });
    // Without a listener an error of the thread would end the process.
    this.#worker.on('error', () => undefined);
    this.#worker.on('message', (answer: NetworkAnswer) => {
      this.#answer(answer);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#alive = false;
        this.#answer(null);
        resolve();
      });
    });
  }

  async prepare(
    architecture: Architecture,
    proxies: readonly NetworkProxy[],
  ): Promise<number | null> {
    const names = proxies.map(({ name }) => name);
    const answer = await this.#ask({ kind: 'prepare', architecture, proxies: names });
    return answer?.kind === 'prepared' ? answer.bytes : null;
  }

  async run(seeds: readonly number[]): Promise<readonly NetworkScore[] | null> {
    const answer = await this.#ask({ kind: 'run', seeds });
    return answer?.kind === 'scored' ? answer.scores : null;
  }

  /** Lets the thread end by itself, which frees its sessions; unfinished work is lost. */
  async close(): Promise<void> {
    if (!this.#alive) return;
    this.#worker.postMessage({ kind: 'close' } satisfies NetworkRequest);
    const timer = setTimeout(() => void this.#worker.terminate(), PATIENCE);
    await this.#ended;
    clearTimeout(timer);
  }

  /** @throws Error where the thread threw one */
  async #ask(request: NetworkRequest): Promise<NetworkAnswer | null> {
    if (!this.#alive) return null;
    const answer = await new Promise<NetworkAnswer | null>((resolve) => {
      this.#waiting = resolve;
      this.#worker.postMessage(request);
    });
    if (answer?.kind === 'thrown') throw new Error(answer.message);
    return answer;
  }

  #answer(answer: NetworkAnswer | null): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(answer);
  }
}
