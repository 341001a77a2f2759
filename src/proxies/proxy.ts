import type { Architecture, Family } from '../architecture/architecture.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import type { Result } from '../result.ts';
import type { NetworkProxy } from './network-proxy.ts';
import { DEFAULT_NETWORK_SETTINGS, type NetworkSettings } from './network-settings.ts';
import type { ProxyFacts, ProxyNeeds } from './proxy-facts.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../scoring/score-settings.ts';

/** The shapes that the Neural Spectral Capacity is taken over, the default first. */
export const NSC_SHAPES = ['true', 'paper'] as const;

/** Those that the model has, or those that its authors take on FlexiBERT. */
export type NscShapes = (typeof NSC_SHAPES)[number];

/** Everything that the scores of the proxies depend on besides the architectures. */
export interface ProxySettings {
  /** Of the ZeroLM score; the seeds also serve every other proxy that draws weights. */
  readonly scoring: ScoreSettings;
  /**
   * Tokens of the sequence that the cost of a token is counted in, and of each text that a network is
   * run on, at least 1.
   */
  readonly sequenceLength: number;
  readonly nscShapes: NscShapes;
  /**
   * How the weights are drawn that the log-determinant capacities are of; null for
   * {@link SPECTRAL_INITIALIZATIONS}.
   */
  readonly spectralInitialization: InitializationScheme | null;
  /** Of the proxies that run the network. Its weights are drawn as `scoring` says. */
  readonly network: NetworkSettings;
  /** How the work is done; it changes no score. */
  readonly engine: EngineOptions;
}

/**
 * The initialization under which the authors of the Neural Spectral Capacity take it (arXiv
 * 2609.23087): Xavier's for the encoders of FlexiBERT, a given standard deviation (GPT-2's 0.02)
 * for decoders.
 */
export const SPECTRAL_INITIALIZATIONS: Readonly<Record<Family, InitializationScheme>> = {
  encoder: 'xavier-normal',
  decoder: 'normal',
};

/**
 * The sequence length where none is asked for: that of the pre-training of FlexiBERT's models
 * (ELECTRA-small, 128 tokens).
 */
export const DEFAULT_SEQUENCE_LENGTH = 128;

/** The settings of the proxies where nothing is asked for. */
export const DEFAULT_PROXY_SETTINGS: ProxySettings = {
  scoring: DEFAULT_SETTINGS,
  sequenceLength: DEFAULT_SEQUENCE_LENGTH,
  nscShapes: 'true',
  spectralInitialization: null,
  network: DEFAULT_NETWORK_SETTINGS,
  engine: {},
};

/** A proxy that needs no network: shapes, or weights one by one. */
export interface DirectProxy extends ProxyFacts {
  readonly needs: Exclude<ProxyNeeds, 'network'>;
  /**
   * Scores architectures. A score depends on its architecture and the settings alone; they come
   * together so that what they share is computed once.
   *
   * @param onProgress called now and then with the work done and all of it
   * @returns for each architecture, in their order, its score; or the reason why it has none
   */
  readonly score: (
    architectures: readonly Architecture[],
    settings: ProxySettings,
    onProgress?: OnProgress,
  ) => Promise<Result<number>[]>;
}

/** A function from an architecture to a number meant to rank it. */
export type Proxy = DirectProxy | NetworkProxy;
