import type { Correlation } from './correlation.ts';
import type { DiscountedGain } from './discounted-gain.ts';
import type { PairedDifference } from './paired-difference.ts';
import type { PickRegret } from './pick-regret.ts';
import type { SizeMatchedTau } from './size-matched-tau.ts';
import type { TopPrecision } from './top-precision.ts';
import type { WithinGroupsTau } from './within-groups-tau.ts';
import type { Result } from '../result.ts';

/** Kendall's partial tau with what is known about its uncertainty. */
export interface PartialCorrelation {
  /** From -1 to 1. */
  readonly value: number;
  /** The lower and upper end of the 95 % bootstrap interval; null if there is none. */
  readonly ci95: readonly [number, number] | null;
  /**
   * Two-sided, against a partial tau of 0, from the value over its bootstrap standard error: no
   * better test is known for ties. Null if there is no interval, or one of no width.
   */
  readonly p: number | null;
}

/** What is lost by choosing by a proxy, in units of the truth. */
export interface BudgetRegret {
  /** The largest size that was allowed; null if any was. */
  readonly budget: number | null;
  /** The number of items that it admits. */
  readonly items: number;
  readonly regret: Result<PickRegret>;
}

/** How well a proxy ranks the items that it scores and whose ground truth is known. */
export interface LeaderboardEntry {
  readonly ok: true;
  readonly proxy: string;
  /** The number of these items. */
  readonly n: number;
  readonly kendallTauB: Correlation;
  readonly kendallTauA: Correlation;
  readonly spearman: Correlation;
  /** How many items share their score, to 12 significant digits, with at least one other. */
  readonly tiedScores: number;
  readonly sizeMatched: Result<SizeMatchedTau>;
  /** By each of the other sizes, where some were given. */
  readonly matched?: Readonly<Record<string, Result<SizeMatchedTau>>>;
  /** Kendall's partial tau with the sizes held fixed. */
  readonly partial: Result<PartialCorrelation>;
  /** There where groups or a nearness were given. */
  readonly within?: Result<WithinGroupsTau | SizeMatchedTau>;
  /** By the top as it was given, as '5%'; without the tops that have more items than there are. */
  readonly precisionAt: Readonly<Record<string, TopPrecision>>;
  /** Normalized discounted cumulative gain, by the same tops. */
  readonly ndcgAt: Readonly<Record<string, DiscountedGain>>;
  /** Without a budget, then under each one as given. */
  readonly regret: readonly BudgetRegret[];
  /** Tau-b against that of the baseline, on the items that both score; null for the baseline. */
  readonly versusBaseline: Result<PairedDifference> | null;
  /** What keeps an interval from being there, or from resting on every resample. */
  readonly warnings: readonly string[];
}

/** A row of the leaderboard: of a proxy that ranks something, or of one that doesn't, and why. */
export type LeaderboardRow =
  | LeaderboardEntry
  | { readonly ok: false; readonly proxy: string; readonly n: number; readonly reason: string };
