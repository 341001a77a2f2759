import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { ID_EXPECTATION, isId } from '../formats/common-keys.ts';
import { rowsOfCsv } from './csv-truth.ts';
import { rowsOfJson, rowsOfRecords } from './json-truth.ts';
import { meanOfRuns } from './mean-of-runs.ts';
import { pickScores } from './pick-score.ts';
import { readText } from '../input/read-text.ts';
import { isYaml, splitYaml } from '../input/split-yaml.ts';
import { refuseTruth, type TruthRow } from './truth-row.ts';
import { runsOfRows, type RepeatedIds } from './truth-runs.ts';

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
   * The measurements behind each value, which is their mean, from the lowest on; null where
   * everything was measured once.
   */
  readonly runs: ReadonlyMap<string, readonly number[]> | null;
}

/**
 * Reads measured quality from a CSV file with a header, or from JSON or YAML: an object of numbers (or of
 * objects) by id, an array or lines of records with an `id`, or a benchmark file with its
 * `scores`.
 *
 * @param column which quality, where the file holds several; names with commas between them are
 *   runs of one, of which an id may lack some
 * @param repeated `mean` where an id that stands in several rows has as many runs
 * @returns the values by id, means where there are several runs; or every problem: a row whose id
 *   occurs twice, a value that is no finite number, an unknown column. A JSON record that lacks the
 *   quality gives its id none
 */
export async function readTruth(
  path: string,
  column?: string,
  repeated: RepeatedIds = 'refuse',
): Promise<Result<Truth, Problem[]>> {
  const text = await readText(path);
  if (!text.ok) return failure([{ source: path, path: '', message: text.reason }]);
  if (text.value.trim() === '')
    return refuseTruth(path, 'empty: expected measured qualities by id');
  const rows = isYaml(path)
    ? rowsOfRecords(await splitYaml(text.value, { path, defaultId: path }), path)
    : /^\s*[[{]/.test(text.value)
      ? rowsOfJson(text.value, path)
      : rowsOfCsv(text.value, path);
  return rows.ok ? collect(rows.value, path, column, repeated) : rows;
}

/** Measured quality that the candidates' own records carry; columns are named as for `readTruth`. */
export function embeddedTruth(
  candidates: readonly Pick<Candidate, 'id' | 'source' | 'scores'>[],
  column?: string,
): Result<Truth, Problem[]> {
  const rows = candidates
    .filter(({ scores }) => Object.keys(scores).length > 0)
    .map(({ id, source, scores }) => ({
      id,
      source,
      pathOf: (quality: string) => formatPath(['scores', quality]),
      values: new Map<string, unknown>(Object.entries(scores)),
    }));
  return collect(rows, 'the scores of the records', column, 'refuse');
}

/** The columns that may be a quality: those with a number in them, or all where none has. */
function qualitiesIn(rows: readonly TruthRow[]): string[] {
  const all = new Set<string>();
  const numeric = new Set<string>();
  for (const { values } of rows) {
    for (const [name, value] of values) {
      all.add(name);
      if (typeof value === 'number') numeric.add(name);
    }
  }
  return [...(numeric.size > 0 ? numeric : all)];
}

function collect(
  rows: readonly TruthRow[],
  source: string,
  wanted: string | undefined,
  repeated: RepeatedIds,
): Result<Truth, Problem[]> {
  const names = qualitiesIn(rows);
  if (names.length === 0) return refuseTruth(source, 'empty: expected measured qualities by id');
  const picked = pickScores(names, wanted);
  if (!picked.ok) return refuseTruth(source, picked.reason);
  const columns = picked.value;
  // They head a column of a table, as an id stands in its lines.
  const wrong = columns.find((name) => !isId(name));
  if (wrong !== undefined) {
    return refuseTruth(source, `quality ${quote(wrong)}: ${ID_EXPECTATION}`);
  }
  const { first, several, problems } = runsOfRows(rows, columns, repeated);
  if (problems.length > 0) return failure([...problems]);
  const found = { source, column: columns.join(','), columns };
  if (several.size === 0 && columns.length === 1) {
    return success({ ...found, values: first, runs: null });
  }
  const values = new Map<string, number>();
  const runs = new Map<string, readonly number[]>();
  for (const [id, one] of first) {
    const own = several.get(id) ?? [one];
    values.set(id, meanOfRuns(own));
    // Which run came first says nothing, and must change nothing.
    runs.set(
      id,
      own.toSorted((a, b) => a - b),
    );
  }
  return success({ ...found, values, runs });
}
