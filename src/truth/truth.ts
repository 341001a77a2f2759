import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import { columnBeside, type ColumnBeside } from './column-beside.ts';
import { rowsOfRecords } from './json-truth.ts';
import { meanOfRuns } from './mean-of-runs.ts';
import { pickScores } from './pick-score.ts';
import { FILE_LIMITS } from '../input/limits.ts';
import { readText } from '../input/read-text.ts';
import { isYaml } from '../input/input-file.ts';
import { splitRecords, splitYaml } from '../input/split-records.ts';
import { refuseTruth, rowsFrom, type TruthRows } from './truth-row.ts';
import { runsOfRows, type RepeatedIds } from './truth-runs.ts';

const EMPTY = 'empty: expected measured qualities by id';

/** Measured quality of candidates. */
export interface Truth {
  /** By the id of the candidate. */
  readonly values: ReadonlyMap<string, number>;
  /** Where it was read, and what the quality is called there; names of several columns with commas. */
  readonly source: string;
  readonly column: string;
  /** The columns by name: several are runs of one quality. */
  readonly columns: readonly string[];
  /**
   * The measurements of which each value is the mean, by column and then ascending; null if all were
   * measured once.
   */
  readonly runs: ReadonlyMap<string, readonly number[]> | null;
  /** The number of the column of each of these; null where there is one column. */
  readonly runColumns: ReadonlyMap<string, readonly number[]> | null;
  /** Another column, where one was asked for. */
  readonly beside?: ColumnBeside;
}

/**
 * The measured quality in a CSV file with a header, or in JSON or YAML: an object of numbers (or of
 * objects) by id, an array or lines of records with an `id`, or a benchmark file with its `scores`.
 *
 * @param column which quality, where the file holds several; names with commas between them are
 *   runs of one, of which an id may lack some
 * @param repeated `mean` where an id has as many runs as rows
 * @param beside another column to read, which is no quality unless `column` names it
 * @returns the values by id, means where there are several runs; or what is wrong: a repeated id, a
 *   value that is no finite number, an unknown column. A JSON record without the quality has no value
 */
export async function readTruth(
  path: string,
  column?: string,
  repeated: RepeatedIds = 'refuse',
  beside?: string,
): Promise<Result<Truth, Problem[]>> {
  const text = await readText(path, FILE_LIMITS.truth);
  if (!text.ok) return refuseTruth(path, text.reason);
  if (text.value.trim() === '') return refuseTruth(path, EMPTY);
  const rows = isYaml(path)
    ? rowsOfRecords(await splitYaml(text.value, path), path)
    : /^\s*[[{]/.test(text.value)
      ? rowsOfRecords(splitRecords(text.value, path), path)
      : await rowsOfTable(text.value, path);
  return rows.ok ? collect(rows.value, path, column, repeated, beside) : rows;
}

async function rowsOfTable(text: string, path: string): Promise<Result<TruthRows, Problem[]>> {
  // Loaded only for such a file: it brings a parser.
  const { rowsOfCsv } = await import('./csv-truth.ts');
  return rowsOfCsv(text, path);
}

/** Measured quality that the candidates' own records carry; columns are named as for `readTruth`. */
export function embeddedTruth(
  candidates: readonly Pick<Candidate, 'id' | 'source' | 'scores'>[],
  column?: string,
  beside?: string,
): Result<Truth, Problem[]> {
  const rows = rowsFrom(function* () {
    for (const { id, source, scores } of candidates) {
      const pathOf = (quality: string): string => formatPath(['scores', quality]);
      yield { id, source, pathOf, values: new Map<string, unknown>(Object.entries(scores)) };
    }
  });
  return collect(rows, 'the scores of the records', column, 'refuse', beside);
}

/** The columns that may be a quality: those with a number in them, or all where none has. */
function qualitiesIn(rows: TruthRows, beside?: string): string[] {
  const all = new Set<string>();
  const numeric = new Set<string>();
  for (const { values } of rows) {
    for (const [name, value] of values) {
      if (name === beside) continue;
      all.add(name);
      if (typeof value === 'number') numeric.add(name);
    }
  }
  return [...(numeric.size > 0 ? numeric : all)];
}

function collect(
  rows: TruthRows,
  source: string,
  wanted: string | undefined,
  repeated: RepeatedIds,
  beside?: string,
): Result<Truth, Problem[]> {
  const names = qualitiesIn(rows, beside === wanted ? undefined : beside);
  if (names.length === 0) return refuseTruth(source, EMPTY);
  const picked = pickScores(names, wanted);
  if (!picked.ok) return refuseTruth(source, picked.reason);
  const columns = picked.value;
  // They head a column of a table, and so are limited as ids are.
  const wrong = columns.find((name) => !isId(name));
  if (wrong !== undefined) {
    return refuseTruth(source, `quality ${quote(wrong)}: ${ID_EXPECTATION}`);
  }
  const { first, several, columnsOf, problems } = runsOfRows(rows, columns, repeated);
  if (problems.count > 0) return failure(problems.listed());
  const another = beside === undefined ? null : columnBeside(rows, beside);
  if (another?.ok === false) return failure(another.reason);
  const found = {
    source,
    column: columns.join(','),
    columns,
    ...(another !== null && { beside: another.value }),
  };
  if (several.size === 0 && columns.length === 1) {
    return success({ ...found, values: first, runs: null, runColumns: null });
  }
  const values = new Map<string, number>();
  const runs = new Map<string, readonly number[]>();
  const runColumns = new Map<string, readonly number[]>();
  for (const [id, one] of first) {
    const own = several.get(id) ?? [one];
    values.set(id, meanOfRuns(own));
    // The order of the runs must change nothing.
    const placed = own.map((value, index) => ({ value, column: columnsOf.get(id)?.[index] ?? 0 }));
    placed.sort((a, b) => a.column - b.column || a.value - b.value);
    runs.set(
      id,
      placed.map(({ value }) => value),
    );
    runColumns.set(
      id,
      placed.map(({ column: place }) => place),
    );
  }
  return success({ ...found, values, runs, runColumns: columns.length > 1 ? runColumns : null });
}
