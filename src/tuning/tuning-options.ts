import type { TruthDirection } from '../evaluation/evaluate-scores.ts';

/** The rank correlations by which balances are compared, the default first. */
export const TUNING_CORRELATIONS = ['kendall', 'spearman'] as const;

/** Kendall's tau-b or Spearman's rho. */
export type TuningCorrelation = (typeof TUNING_CORRELATIONS)[number];

/** The ways to choose a balance, the default first. */
export const TUNING_STRATEGIES = ['sampling', 'label-free', 'optimize'] as const;

/** A way to choose a balance. */
export type TuningStrategy = (typeof TUNING_STRATEGIES)[number];

/** The ways to draw the sample of `sampling`, the default first. */
export const TUNING_DRAWS = ['spread', 'random'] as const;

/** One from each of as many cells of capacities (see `spreadSample`), or each as likely as any. */
export type TuningDraw = (typeof TUNING_DRAWS)[number];

/** How a balance is to be chosen. */
export interface TuningOptions {
  readonly strategy: TuningStrategy;
  /** The correlation that is made as large as possible. */
  readonly correlation: TuningCorrelation;
  readonly direction: TruthDirection;
  /** Of the sample and of the folds: a whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Labelled candidates that `sampling` looks at. */
  readonly samples: number;
  /** How they are drawn. */
  readonly draw: TuningDraw;
  /** Gives what is called with how many of some things were tried, and all of them. */
  readonly progressOf?: (what: 'folds' | 'alphas') => (done: number, total: number) => void;
}
