import type { RepeatedTruth } from './noise-ceiling.ts';
import type { TopSize } from './top-size.ts';
import type { TruthDirection } from './truth-direction.ts';
import type { GroupKey } from './within-groups-tau.ts';

/** The scores of a proxy. */
export interface LeaderboardProxy {
  readonly name: string;
  /** One score per item, higher for what is expected to be better; null where it has none. */
  readonly scores: readonly (number | null)[];
  /** Why one of them is missing; reported where all of them are. */
  readonly reason?: string;
}

/** Items are compared with those of the same group. */
export interface Groups {
  readonly groups: readonly GroupKey[];
}

/** Items are compared with those for which a number is about the same. */
export interface Nearness {
  /** Above 0; null where it is not known. */
  readonly values: readonly (number | null)[];
  /** By what part of the larger two of them may differ, as 0.1. */
  readonly tolerance: number;
}

/** What a step of the work goes through: `pairs of runs` are those of the noise ceiling. */
export type LeaderboardStep = 'proxies' | 'resamples' | 'pairs of runs';

/** What to compare, and how. Every list is about the same items in the same order. */
export interface LeaderboardOptions {
  /** At least one, with names of their own. */
  readonly proxies: readonly LeaderboardProxy[];
  /** The measured quality; null where it is not known. */
  readonly truth: readonly (number | null)[];
  readonly direction: TruthDirection;
  /** Sizes, usually numbers of parameters: what partial tau holds fixed, and budgets allow. */
  readonly sizes: readonly number[];
  /** Other sizes by which pairs are matched, if those above don't serve. */
  readonly matchingSizes?: readonly number[];
  /** More sizes by name: pairs of like size are compared by each of them as well. */
  readonly otherSizes?: Readonly<Record<string, readonly number[]>>;
  /** What the ranking is looked at within as well: groups, or a number that is about equal. */
  readonly within?: Groups | Nearness;
  /** The tops of precision and nDCG; 5 % and 10 % by default. */
  readonly tops?: readonly TopSize[];
  /** The largest sizes that are allowed, one regret each; none by default. */
  readonly budgets?: readonly number[];
  /** The number of picks among which the best counts, 5 by default. */
  readonly bestOf?: number;
  /** The name of the proxy that the others are compared with. */
  readonly baseline: string;
  /** The seed of the intervals: a whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Resamples of each interval, 1000 by default. */
  readonly resamples?: number;
  /** Repeated measurements of the truth, where there are some. */
  readonly repeats?: RepeatedTruth;
  /** Called with how many of what are done, and all of them. */
  readonly onProgress?: (done: number, total: number, what: LeaderboardStep) => void;
}
