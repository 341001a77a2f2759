import { failure, type Result } from '../result.ts';
import type { Problem } from '../problem.ts';

/** Measured qualities of one candidate, before one of them is chosen. */
export interface TruthRow {
  readonly id: string;
  /** The file, with the line or the index in it. */
  readonly source: string;
  /** The path of a quality inside that. */
  readonly pathOf: (quality: string) => string;
  /** By the name of the quality; of any type, since nothing but the chosen one has to be a number. */
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * The rows of a file, made anew whenever they are walked through: there may be millions, and what was
 * parsed is held already.
 */
export type TruthRows = Iterable<TruthRow>;

/** The rows that a generator makes. */
export function rowsFrom(make: () => Generator<TruthRow, void>): TruthRows {
  return { [Symbol.iterator]: make };
}

/** A file that is refused as a whole. */
export function refuseTruth(source: string, message: string): Result<never, Problem[]> {
  return failure([{ source, path: '', message }]);
}
