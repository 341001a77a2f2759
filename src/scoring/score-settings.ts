import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import { meanSquaredSingularValue } from '../capacity/mean-squared-singular-value.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import type { Balance } from './balance.ts';

/** The two ways to get at the capacity of a matrix, the default first. */
export const MODES = ['expected', 'sampled'] as const;

/** In closed form, or measured on seeded weights. */
export type Mode = (typeof MODES)[number];

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
