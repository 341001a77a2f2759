import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import { meanSquaredSingularValue } from '../capacity/mean-squared-singular-value.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
import type { Balance } from './balance.ts';

/** The ways to get at the capacity of a matrix, the default first. */
export const MODES = ['expected', 'sampled', 'weights'] as const;

/** In closed form, measured on seeded weights, or on those that a checkpoint holds. */
export type Mode = (typeof MODES)[number];

/** How well scores and measured qualities agreed, on how many candidates. */
export interface OriginAgreement {
  readonly n: number;
  readonly kendallTauB: number;
  readonly spearman: number;
}

/** Where a balance that was chosen by data comes from. */
export interface BalanceOrigin {
  /** The file that it was read from. */
  readonly file: string;
  readonly strategy: 'sampling' | 'label-free' | 'optimize';
  /** What it was chosen on. */
  readonly inputs: readonly string[];
  readonly truth: {
    readonly source: string;
    readonly column: string;
    readonly direction: 'higher-is-better' | 'lower-is-better';
  } | null;
  readonly candidates: number;
  /** Candidates with a label, and those whose labels were looked at. */
  readonly labelled: number;
  readonly looked: number;
  readonly correlation: 'kendall' | 'spearman';
  readonly seed: number;
  /** On the labels that were looked at, and on others. */
  readonly seen: OriginAgreement | null;
  readonly unseen: OriginAgreement | null;
  /** Version of zerolm that chose it. */
  readonly version: string;
}

/** Everything that a score depends on besides the architecture. */
export interface ScoreSettings {
  readonly mode: Mode;
  readonly statistic: MatrixStatistic;
  readonly initialization: InitializationScheme;
  /** Null for the default of each candidate's family. */
  readonly balance: Balance | null;
  /** The first seed of sampled mode. */
  readonly seed: number;
  /** How many seeds, from `seed` on, at least 1; more than 1 in sampled mode only. */
  readonly seeds: number;
  /** Where the balance comes from, if it was read from a settings file; it changes no score. */
  readonly origin?: BalanceOrigin;
}

/**
 * The seeds of the settings, from first to last.
 *
 * @throws RangeError unless there is at least one and the last is at most {@link MAX_SEED}
 */
export function seedsOf({ seed, seeds }: ScoreSettings): number[] {
  if (!(Number.isSafeInteger(seeds) && seeds >= 1)) {
    throw new RangeError(`seeds must be a whole number from 1, got ${seeds}`);
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0 && seed <= MAX_SEED - seeds + 1)) {
    throw new RangeError(
      `${seeds} seeds must be whole numbers from 0 to ${MAX_SEED}, got ${seed} for the first`,
    );
  }
  return Array.from({ length: seeds }, (_, index) => seed + index);
}

/** The settings of a score where nothing is asked for. */
export const DEFAULT_SETTINGS: ScoreSettings = {
  mode: 'expected',
  statistic: meanSquaredSingularValue,
  initialization: 'normal',
  balance: null,
  seed: 0,
  seeds: 1,
};
