import type { TruthDirection } from '../evaluation/truth-direction.ts';
import type { Truth } from '../truth/truth.ts';

/** A truth as documents carry it. */
export interface TruthDescription {
  readonly source: string;
  readonly column: string;
  readonly runs?: { readonly fewest: number; readonly most: number } | undefined;
}

/** Longest name of a quality in a title, in UTF-16 units, so that the title fits a line. */
const MAX_NAME = 20;

/** Where a truth was read, and how many runs each value is the mean of, where there are several. */
export function describeTruth({ source, column, runs }: Truth): TruthDescription {
  if (runs === null) return { source, column };
  let [fewest, most] = [Infinity, 0];
  for (const { length } of runs.values()) {
    fewest = Math.min(fewest, length);
    most = Math.max(most, length);
  }
  return { source, column, runs: { fewest, most } };
}

/** The name of a quality as a title gives it: of many columns not all. */
export function titleOfQuality({ column, runs }: Omit<TruthDescription, 'source'>): string {
  if (runs === undefined || column.length <= MAX_NAME) return column;
  return `${column.slice(0, MAX_NAME - 3).replace(/[\ud800-\udbff]$/u, '')}...`;
}

/** A direction in words, as `higher is better`. */
export function describeDirection(direction: TruthDirection): string {
  return direction.replaceAll('-', ' ');
}

/** A line about repeated runs; none where everything was measured once. */
export function titleOfRuns({ runs }: Pick<TruthDescription, 'runs'>): string[] {
  if (runs === undefined) return [];
  const { fewest, most } = runs;
  const count = fewest === most ? String(most) : `${fewest} to ${most}`;
  return [`runs: the truth is the mean of ${count} of each candidate`];
}
