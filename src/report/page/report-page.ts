import type { TruthDirection } from '../../evaluation/evaluate-scores.ts';
import type { ComparedItem } from '../../evaluation/compare-orders.ts';
import type { Capacities } from '../../scoring/balance.ts';
import type { ReportDocument, Sheet } from '../sheet.ts';

/** The model of a report page: a result in words and numbers, with its figures. */
export interface ReportPage {
  /** What it is the report of, as `zerolm rank`. */
  readonly title: string;
  /** The files and directories that it rests on, as they were given. */
  readonly inputs: readonly string[];
  /** What holds for the whole page: a line each. */
  readonly lead: readonly string[];
  /** Reservations about the result: a sentence each. */
  readonly warnings: readonly string[];
  /** In the order in which they are shown; one without an item is left out. */
  readonly figures: readonly FigureData[];
  /** Shown as tables, in their order. */
  readonly sheets: readonly Sheet[];
  /** Its settings and versions are the last section. */
  readonly document: ReportDocument;
}

/** The data of one figure. */
export type FigureData =
  | ScoreTruthData
  | RankDifferencesData
  | LeaderboardData
  | CriticalDifferenceData
  | AlphaData
  | CapacityData
  | CostData
  | PredictionData
  | SearchProgressData;

/** Scores against a measured quality, and the monotone curve nearest to them. */
export interface ScoreTruthData {
  readonly kind: 'score-truth';
  /** What the score is called, as `score` or the name of a proxy. */
  readonly scoreName: string;
  readonly truthName: string;
  readonly direction: TruthDirection;
  readonly items: readonly ComparedItem[];
}

/** How far the places by score lie from those by a measured quality. */
export interface RankDifferencesData {
  readonly kind: 'rank-differences';
  readonly scoreName: string;
  readonly truthName: string;
  readonly items: readonly ComparedItem[];
}

/** One proxy in a leaderboard. */
export interface LeaderboardFigureRow {
  readonly name: string;
  /** Null where the proxy has no correlation; the table has the reason. */
  readonly correlation: {
    readonly value: number;
    readonly ci95: readonly [number, number] | null;
  } | null;
  /**
   * Its comparison with the baseline by the paired interval; null for the baseline itself, and
   * where that can't be told.
   */
  readonly verdict: 'better' | 'worse' | 'not shown' | null;
}

/** A correlation of several proxies with its intervals. */
export interface LeaderboardData {
  readonly kind: 'leaderboard';
  /** As `Kendall's tau-b`. */
  readonly correlationName: string;
  /** The name of the row that the others are compared with; null where there is none. */
  readonly baseline: string | null;
  /** What a proxy would reach that knew the true quality; null where that is not known. */
  readonly noiseCeiling: {
    readonly value: number;
    readonly ci95: readonly [number, number] | null;
  } | null;
  /** From the top down. */
  readonly rows: readonly LeaderboardFigureRow[];
}

/** Mean ranks of proxies over data sets, and which of them differ. */
export interface CriticalDifferenceData {
  readonly kind: 'critical-difference';
  /** The lowest mean rank first. */
  readonly items: readonly {
    readonly name: string;
    readonly meanRank: number;
    /** The numbers of its groups: those of one group do not differ. */
    readonly groups: readonly number[];
  }[];
  /** How far apart two mean ranks have to be. */
  readonly criticalDifference: number;
  /** The number of data sets. */
  readonly sets: number;
}

/** The correlations of the score over alpha. */
export interface AlphaData {
  readonly kind: 'alpha';
  /** Three coefficients where no alpha was chosen; null where nothing was. */
  readonly chosen: number | Capacities | null;
  /** The alpha of the score where none was chosen, if it has one. */
  readonly used?: number | null;
  /** By rising alpha; a correlation is null where there is none. */
  readonly items: readonly {
    readonly alpha: number;
    readonly kendallTauB: number | null;
    readonly spearman: number | null;
  }[];
}

/** Most candidates whose capacities are drawn. */
export const MAX_CAPACITY_BARS = 30;

/** Capacities per sub-module. */
export interface CapacityData {
  readonly kind: 'capacities';
  /** What the score is called by which they are in order. */
  readonly scoreName: string;
  /** Whether the embedding has a part in the score, and so in the bars. */
  readonly countsEmbedding: boolean;
  /** The best first; the first {@link MAX_CAPACITY_BARS} of them are drawn. */
  readonly items: readonly {
    readonly id: string;
    readonly capacity: Capacities;
  }[];
  /** How many candidates there are in all, drawn or not. */
  readonly total: number;
}

/** Scores against a cost, and which candidates no other beats in both. */
export interface CostData {
  readonly kind: 'cost';
  readonly scoreName: string;
  /** What the cost is, as `memory`. */
  readonly subject: string;
  /** What one of it is, as `bytes`. */
  readonly unit: string;
  readonly items: readonly {
    readonly id: string;
    readonly cost: number;
    readonly score: number;
    readonly onFront: boolean;
  }[];
}

/** Predicted qualities against the prior score. */
export interface PredictionData {
  readonly kind: 'prediction';
  /** What the axis of the prior is called. */
  readonly priorName: string;
  readonly qualityName: string;
  readonly items: readonly {
    readonly id: string;
    /** Standardized. */
    readonly prior: number;
    /** As a normal score, as its standard deviation is. */
    readonly mean: number;
    readonly standardDeviation: number;
    /** The measured quality; null where there is none. */
    readonly label: number | null;
  }[];
}

/** What a search has found over its evaluations. */
export interface SearchProgressData {
  readonly kind: 'search-progress';
  /** What the values are, as `best score`. */
  readonly measure: string;
  /** The value of the optimum; null where that is not known. */
  readonly optimum: number | null;
  /** By rising evaluations. */
  readonly items: readonly {
    readonly evaluations: number;
    /** Null before there is one. */
    readonly value: number | null;
    /** Of a random search; null where there is none. */
    readonly random: number | null;
  }[];
}
