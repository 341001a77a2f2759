/** Which end of a proxy's scores is meant to be the good one. */
export const SCORE_DIRECTIONS = ['higher-is-better', 'lower-is-better'] as const;

/** Which end of a proxy's scores is meant to be the good one. */
export type ScoreDirection = (typeof SCORE_DIRECTIONS)[number];

/** What a proxy has to know of a model. */
export const PROXY_NEEDS = ['shapes', 'weights', 'network'] as const;

/**
 * The shapes of its weights; the weights themselves, drawn from a seed; or the network that they
 * make, run on a batch of tokens.
 */
export type ProxyNeeds = (typeof PROXY_NEEDS)[number];

/** What is said of every proxy, whatever it needs. */
export interface ProxyFacts {
  /** What `--proxy` calls it, and its file. */
  readonly name: string;
  /** What the number is, in 32 characters: a table has to fit 80. */
  readonly description: string;
  /** Declared before any quality is seen, so that no sign is chosen because it fits better. */
  readonly direction: ScoreDirection;
  /** Where it comes from; null for a count that nobody had to invent. */
  readonly paper: string | null;
  readonly needs: ProxyNeeds;
}
