import type { Result } from '../result.ts';

/** The score of one proxy on one architecture under one seed, or the reason why there is none. */
export interface KeptScore {
  /** Hash of everything that the score depends on. */
  readonly key: string;
  readonly proxy: string;
  readonly result: Result<number>;
}

/** Scores of earlier runs, and of this one as they are finished. */
export interface ScoreStore {
  /** The score that is kept under a key; undefined where there is none. */
  readonly read: (key: string) => Result<number> | undefined;
  /** Keeps scores that were finished together. */
  readonly write: (scores: readonly KeptScore[]) => void;
}
