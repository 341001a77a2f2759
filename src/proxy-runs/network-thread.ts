import type { Architecture } from '../architecture/architecture.ts';
import { NativeThread } from '../native-thread.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { NetworkAnswer, NetworkRequest } from './network-message.ts';
import type { NetworkRunner } from './network-runner.ts';
import type { NetworkScore, RunSettings } from './network-scorer.ts';

/** The file that a thread runs: the compiled one, also where this one is not compiled. */
const WORKER_FILE = new URL(
  import.meta.url.endsWith('.ts')
    ? '../../dist/proxy-runs/network-worker.js'
    : './network-worker.js',
  import.meta.url,
);

/** A thread that runs networks, by proxies of the registry. */
export class NetworkThread implements NetworkRunner {
  readonly #thread: NativeThread<NetworkRequest, NetworkAnswer>;
  #waiting: ((answer: NetworkAnswer | null) => void) | null = null;

  constructor(settings: RunSettings) {
    this.#thread = new NativeThread(WORKER_FILE, { settings }, (answer) => {
      this.#answer(answer);
    });
    void this.#thread.ended.then(() => {
      this.#answer(null);
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

  async run(seed: number): Promise<readonly NetworkScore[] | null> {
    const answer = await this.#ask({ kind: 'run', seed });
    return answer?.kind === 'scored' ? answer.scores : null;
  }

  /** Lets the thread end, which frees its sessions; it waits for what the thread is doing. */
  async close(): Promise<void> {
    if (this.#thread.isAlive) this.#thread.post({ kind: 'close' });
    await this.#thread.ended;
  }

  /** @throws Error where the thread threw one */
  async #ask(request: NetworkRequest): Promise<NetworkAnswer | null> {
    if (!this.#thread.isAlive) return null;
    const answer = await new Promise<NetworkAnswer | null>((resolve) => {
      this.#waiting = resolve;
      this.#thread.post(request);
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
