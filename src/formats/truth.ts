import { formatPath, quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import type { Candidate } from './candidate-format.ts';
import { ID_EXPECTATION, isId } from './common-keys.ts';
import { rowsOfCsv } from './csv-truth.ts';
import { rowsOfJson, rowsOfRecords } from './json-truth.ts';
import { pickScore } from './pick-score.ts';
import { readText } from './read-text.ts';
import { isYaml, splitYaml } from './split-yaml.ts';
import { refuseTruth, type TruthRow } from './truth-row.ts';

/** Measured quality of candidates. */
export interface Truth {
  /** By the id of the candidate. */
  readonly values: ReadonlyMap<string, number>;
  /** Where it was read, and what the quality is called there. */
  readonly source: string;
  readonly column: string;
}

/**
 * Reads measured quality from a CSV file with a header, or from JSON or YAML: an object of numbers (or of
 * objects) by id, an array or lines of records with an `id`, or a benchmark file with its
 * `scores`.
 *
 * @param column which quality, where the file holds several
 * @returns the values by id; or every problem: a row whose id stands twice, a value that is no
 *   finite number, an unknown column. A JSON record that lacks the quality gives its id none
 */
export async function readTruth(path: string, column?: string): Promise<Result<Truth, Problem[]>> {
  const text = await readText(path);
  if (!text.ok) return failure([{ source: path, path: '', message: text.reason }]);
  if (text.value.trim() === '')
    return refuseTruth(path, 'empty: expected measured qualities by id');
  const rows = isYaml(path)
    ? rowsOfRecords(await splitYaml(text.value, { path, defaultId: path }), path)
    : /^\s*[[{]/.test(text.value)
      ? rowsOfJson(text.value, path)
      : rowsOfCsv(text.value, path);
  return rows.ok ? collect(rows.value, path, column) : rows;
}

/** Measured quality that the candidates' own records carry. */
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
  return collect(rows, 'the scores of the records', column);
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
): Result<Truth, Problem[]> {
  const names = qualitiesIn(rows);
  if (names.length === 0) return refuseTruth(source, 'empty: expected measured qualities by id');
  const column = pickScore(names, wanted);
  if (!column.ok) return refuseTruth(source, column.reason);
  // It heads a column of a table, as an id stands in its lines.
  if (!isId(column.value)) {
    return refuseTruth(source, `quality ${quote(column.value)}: ${ID_EXPECTATION}`);
  }
  const values = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { id, source: place, pathOf, values: own } of rows) {
    if (!own.has(column.value)) continue;
    const value = own.get(column.value);
    const where = { source: place, path: pathOf(column.value) };
    if (!isId(id)) {
      problems.push({ ...where, path: '', message: `id ${quote(id)}: ${ID_EXPECTATION}` });
    } else if (typeof value !== 'number' || !Number.isFinite(value)) {
      const mend = value === '' || value === null ? '; leave out what was not measured' : '';
      const message = `${quote(value)} for id ${quote(id)}: expected a finite number${mend}`;
      problems.push({ ...where, message });
    } else if (values.has(id)) {
      problems.push({
        ...where,
        message: `id ${quote(id)} stands here twice; keep one for each id`,
      });
    } else {
      values.set(id, value);
    }
  }
  return problems.length > 0
    ? failure(problems)
    : success({ values, source, column: column.value });
}
