import type { MatrixStatistic } from '../capacity/matrix-statistic.ts';
import { meanSquaredSingularValue } from '../capacity/mean-squared-singular-value.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../initialization/weight-stream.ts';
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
