/** The losses that gradients are of, the default first. */
export const NETWORK_LOSSES = ['next-token', 'output-sum'] as const;

/** The mean cross-entropy of the next word, or the sum of all outputs. */
export type NetworkLoss = (typeof NETWORK_LOSSES)[number];

/** What scores of proxies that run the network depend on, besides the seed and the length of a text. */
export interface NetworkSettings {
  /** Texts that are run at once. */
  readonly batch: number;
  readonly loss: NetworkLoss;
  /** Token ids of at least as many and as long texts; drawn from the seed if null. */
  readonly tokens: readonly (readonly number[])[] | null;
  /**
   * Bytes that the process may take; an architecture that takes more by estimate is not scored. It
   * changes no score.
   */
  readonly memoryLimit: number;
}

/** The settings where nothing is asked for. */
export const DEFAULT_NETWORK_SETTINGS: NetworkSettings = {
  batch: 4,
  loss: 'next-token',
  tokens: null,
  memoryLimit: 2e9,
};
