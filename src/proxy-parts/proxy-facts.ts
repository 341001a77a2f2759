import type { OwnSettings, ProxySetting } from './proxy-setting.ts';

/** Which scores of a proxy are the good ones. */
export const SCORE_DIRECTIONS = ['higher-is-better', 'lower-is-better'] as const;

/** Which scores of a proxy are the good ones. */
export type ScoreDirection = (typeof SCORE_DIRECTIONS)[number];

/** What proxies compute from. */
export const PROXY_NEEDS = ['shapes', 'weights', 'network'] as const;

/**
 * The shapes of its weights; the weights themselves, drawn from a seed; or the network that they
 * make, run on a batch of tokens.
 */
export type ProxyNeeds = (typeof PROXY_NEEDS)[number];

/** The facts that every proxy states. */
export interface ProxyFacts {
  /** Its name for `--proxy`, and that of its file. */
  readonly name: string;
  /** What the score is, in at most 32 characters, so that the table fits 80. */
  readonly description: string;
  /** Declared before any quality is seen, so that no sign is chosen because it fits better. */
  readonly direction: ScoreDirection;
  /** Its source; null for a plain count. */
  readonly paper: string | null;
  readonly needs: ProxyNeeds;
  /** Whether alpha balances its score, so that a figure can show the scores of other alphas. */
  readonly hasAlpha?: boolean;
  /** Its own settings, besides those that all proxies share. */
  readonly settings?: readonly ProxySetting[];
  /**
   * What it lacks to score anything, as the end of a sentence that starts with its name; null where
   * it lacks nothing. Absent for proxies that never do.
   */
  readonly findMissing?: (own: OwnSettings) => string | null;
}
