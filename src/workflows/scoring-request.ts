import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import type { Capacities } from '../scoring/balance.ts';
import type { Mode } from '../scoring/score-settings.ts';
import type { ReadingRequest } from './read-inputs.ts';

/** How architectures are scored. What is absent is as the command line has it. */
export interface ScoringRequest extends ReadingRequest {
  /** A settings file, as `tune` makes them; the other fields go before it. */
  readonly settings?: string;
  readonly mode?: Mode;
  /** The name of a capacity statistic, or a formula. */
  readonly capacity?: string;
  readonly initialization?: InitializationScheme;
  /** The first seed of all that is drawn. */
  readonly seed?: number;
  readonly seeds?: number;
  /** At most one of `alpha`, `balance` and `formula`. */
  readonly alpha?: number;
  readonly balance?: Capacities;
  readonly formula?: string;
  /** Threads, at most one for each core; as many if absent. */
  readonly jobs?: number;
  /** Bytes that the process may take, by estimate: what takes more is refused. */
  readonly memoryLimit?: number;
  readonly cache?: boolean;
  readonly cacheDir?: string;
}

/** The names of the fields that set the balance, of which one is enough. */
export const BALANCE_FIELDS = ['alpha', 'balance', 'formula'] as const;
