import type { CostSettings } from '../costs/cost.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { DEFAULT_NETWORK_SETTINGS } from '../proxy-parts/network-settings.ts';
import { DEFAULT_SEQUENCE_LENGTH } from '../proxy-parts/proxy.ts';

/** How the time of a forward pass is measured. */
export interface LatencySettings extends Pick<CostSettings, 'batch' | 'sequenceLength'> {
  /** Threads that work on one operator, at least 1. */
  readonly threads: number;
  /** Passes of each model before the first that is timed, at least 0. */
  readonly warmUp: number;
  /** Passes of each model that are timed, at least 1. */
  readonly repeats: number;
  /** Of the weights and the tokens: they change the time of no operator. */
  readonly seed: number;
  readonly initialization: InitializationScheme;
  /** Bytes that the models may take together, by estimate. */
  readonly memoryLimit: number;
}

/** Whole models that are measured to check predictions, where no number is asked for. */
export const DEFAULT_CHECKED = 3;

/**
 * The settings where nothing is asked for. One text and one thread: what a pass takes, not how well
 * it spreads over the cores of a machine.
 */
export const DEFAULT_LATENCY_SETTINGS: LatencySettings = {
  batch: 1,
  sequenceLength: DEFAULT_SEQUENCE_LENGTH,
  threads: 1,
  warmUp: 3,
  repeats: 30,
  seed: 0,
  initialization: 'normal',
  memoryLimit: DEFAULT_NETWORK_SETTINGS.memoryLimit,
};
