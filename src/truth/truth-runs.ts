import { quote, type Problem } from '../problem.ts';
import { findQualityProblem, ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import type { TruthRow } from './truth-row.ts';

/** The ways to treat an id that occurs in several rows, the default first. */
export const REPEATED_IDS = ['refuse', 'mean'] as const;

/** What to do with an id that occurs in several rows: refuse it, or take the mean of its runs. */
export type RepeatedIds = (typeof REPEATED_IDS)[number];

/** The measurements of ids, each of which has at least one. */
export interface RunsById {
  /** One of each id. */
  readonly first: Map<string, number>;
  /** All of those that have several: lists for all would take half the memory of a large truth. */
  readonly several: ReadonlyMap<string, number[]>;
  readonly problems: readonly Problem[];
}

/** The measurements in some columns, each a run of one quality, and what is wrong with them. */
export function runsOfRows(
  rows: readonly TruthRow[],
  columns: readonly string[],
  repeated: RepeatedIds,
): RunsById {
  const first = new Map<string, number>();
  const several = new Map<string, number[]>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const found = runsOfRow(row, columns);
    if (found === null) continue;
    const { id, source } = row;
    const known = first.get(id);
    if ('problems' in found) {
      for (const problem of found.problems) problems.push(problem);
    } else if (known !== undefined && repeated === 'refuse') {
      const path = row.pathOf(found.column);
      const message = `id ${quote(id)} occurs twice; keep one for each id, or take the mean of its runs with --repeated mean`;
      problems.push({ source, path, message });
    } else {
      if (known === undefined) first.set(id, found.own[0]);
      const runs = several.get(id) ?? (known === undefined ? [] : [known]);
      runs.push(...found.own);
      if (runs.length > 1) several.set(id, runs);
    }
  }
  return { first, several, problems };
}

type RowRuns =
  | { readonly own: readonly [number, ...number[]]; readonly column: string }
  | { readonly problems: readonly Problem[] };

/** The measurements of one row, at least one; null where it has none of the columns. */
function runsOfRow(row: TruthRow, columns: readonly string[]): RowRuns | null {
  const { id, source, pathOf, values } = row;
  const present = columns.filter((column) => values.has(column));
  const [first] = present;
  if (first === undefined) return null;
  if (!isId(id)) {
    return { problems: [{ source, path: '', message: `id ${quote(id)}: ${ID_EXPECTATION}` }] };
  }
  // A table has a cell for a run that was not made, which is no problem if there is another run.
  const filled = present.filter((column) => !isEmpty(values.get(column)));
  const [measured = first] = filled;
  const own: number[] = [];
  const problems: Problem[] = [];
  for (const column of filled.length === 0 ? [first] : filled) {
    const value = values.get(column);
    const problem = findQualityProblem(value);
    if (typeof value === 'number' && problem === null) {
      own.push(value);
    } else {
      const mend = isEmpty(value) ? '; leave out what was not measured' : '';
      const message = `${quote(value)} for id ${quote(id)}: ${problem ?? ''}${mend}`;
      problems.push({ source, path: pathOf(column), message });
    }
  }
  const [one, ...others] = own;
  return one === undefined || problems.length > 0
    ? { problems }
    : { own: [one, ...others], column: measured };
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null;
}
