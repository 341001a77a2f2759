import { DEFAULT_MEMORY_LIMIT } from '../engine/engine-options.ts';

/** The losses that gradients are of, the default first. */
export const NETWORK_LOSSES = ['next-token', 'output-sum'] as const;

/** The mean cross-entropy of the next token, or the sum of all outputs. */
export type NetworkLoss = (typeof NETWORK_LOSSES)[number];

/** The settings of network proxies, besides the seed and the sequence length. */
export interface NetworkSettings {
  /** Texts that are run at once. */
  readonly batch: number;
  readonly loss: NetworkLoss;
  /** Token ids of at least as many sequences, at least as long; drawn from the seed if null. */
  readonly tokens: readonly (readonly number[])[] | null;
  /**
   * The limit of the memory of the process in bytes; an architecture whose estimate is above it is
   * not scored. It changes no score.
   */
  readonly memoryLimit: number;
}

/** The default settings. */
export const DEFAULT_NETWORK_SETTINGS: NetworkSettings = {
  batch: 4,
  loss: 'next-token',
  tokens: null,
  memoryLimit: DEFAULT_MEMORY_LIMIT,
};
