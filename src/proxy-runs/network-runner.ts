import type { Architecture } from '../architecture/architecture.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import {
  NetworkScorer,
  prepareNetwork,
  type NetworkScore,
  type PreparedNetwork,
  type RunSettings,
} from './network-scorer.ts';

/** Scores architectures one after the other, in this thread or another. */
export interface NetworkRunner {
  /** The bytes of the graphs of an architecture, which it builds; null where the runner has died. */
  readonly prepare: (
    architecture: Architecture,
    proxies: readonly NetworkProxy[],
  ) => Promise<number | null>;
  /**
   * The scores of the architecture that was prepared last under a seed; null where the runner dies
   * meanwhile.
   */
  readonly run: (seed: number) => Promise<readonly NetworkScore[] | null>;
  readonly close: () => Promise<void>;
}

/** Runs networks in this thread, which is blocked meanwhile. */
export class LocalRunner implements NetworkRunner {
  readonly #settings: RunSettings;
  readonly #scorer: NetworkScorer;
  #prepared: PreparedNetwork | null = null;

  constructor(settings: RunSettings) {
    this.#settings = settings;
    this.#scorer = new NetworkScorer(settings);
  }

  prepare(architecture: Architecture, proxies: readonly NetworkProxy[]): Promise<number> {
    this.#prepared = prepareNetwork(architecture, proxies, this.#settings);
    return Promise.resolve(this.#prepared.bytes);
  }

  /** @throws Error where nothing was prepared */
  async run(seed: number): Promise<readonly NetworkScore[]> {
    if (this.#prepared === null) throw new Error('nothing was prepared to be run');
    return this.#scorer.score(this.#prepared, seed);
  }

  async close(): Promise<void> {
    await this.#scorer.close();
  }
}
