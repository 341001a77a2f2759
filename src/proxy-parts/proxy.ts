import type { Architecture } from '../architecture/architecture.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import type { Result } from '../result.ts';
import type { NetworkProxy } from './network-proxy.ts';
import { DEFAULT_NETWORK_SETTINGS, type NetworkSettings } from './network-settings.ts';
import type { ProxyFacts, ProxyNeeds } from './proxy-facts.ts';
import type { ScoreTerms } from '../scoring/score-terms.ts';
import type { OwnSettings } from './proxy-setting.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../scoring/score-settings.ts';

/** Everything that the scores of the proxies depend on besides the architectures. */
export interface ProxySettings {
  /** Of the ZeroLM score; the seeds also serve every other proxy that draws weights. */
  readonly scoring: ScoreSettings;
  /**
   * Tokens of each sequence that costs are counted over and networks are run on, at least 1.
   */
  readonly sequenceLength: number;
  /** The settings that single proxies declare. */
  readonly own: OwnSettings;
  /**
   * The tokens that each of the architectures is trained on, in their order, or why that is not
   * known; absent where no setting asks for them.
   */
  readonly trainTokensOf?: readonly Result<number>[];
  /** Of the network proxies. Their weights are drawn by the initialization and seeds of `scoring`. */
  readonly network: NetworkSettings;
  /** How the work is done; it changes no score. */
  readonly engine: EngineOptions;
}

/** The default sequence length: that of the pre-training of FlexiBERT's models (ELECTRA-small). */
export const DEFAULT_SEQUENCE_LENGTH = 128;

/** The default settings. */
export const DEFAULT_PROXY_SETTINGS: ProxySettings = {
  scoring: DEFAULT_SETTINGS,
  sequenceLength: DEFAULT_SEQUENCE_LENGTH,
  own: {},
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
  /** The sums over blocks that the score is a function of; absent where it is no such function. */
  readonly terms?: (settings: ProxySettings) => (architecture: Architecture) => ScoreTerms;
}

/** A function from an architecture to a number meant to rank it. */
export type Proxy = DirectProxy | NetworkProxy;
