import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import type { Candidate } from './candidate-format.ts';
import { RECORD_KEYS } from './common-keys.ts';
import { pickScore } from './pick-score.ts';
import { readText } from './read-text.ts';
import { splitRecords } from './split-records.ts';

/** Measured quality of candidates. */
export interface Truth {
  /** By the id of the candidate. */
  readonly values: ReadonlyMap<string, number>;
  /** Where it was read, and what the quality is called there. */
  readonly source: string;
  readonly column: string;
}

/** One row of a truth file before its column is chosen. */
interface TruthRow {
  readonly id: string;
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Names under which a table may keep the ids; failing these it is the first column. */
const ID_NAMES = ['id', 'key', 'name', 'architecture', 'model'];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads measured quality from a CSV file with a header, or from JSON: an object of numbers (or of
 * objects) by id, an array or lines of records with an `id`, or a benchmark file with its
 * `scores`.
 *
 * @param column which quality, where the file holds several
 * @returns the values by id; or every problem: a row whose id stands twice, a value that is no
 *   finite number, an unknown column
 */
export async function readTruth(path: string, column?: string): Promise<Result<Truth, Problem[]>> {
  const text = await readText(path);
  if (!text.ok) return failure([{ source: path, path: '', message: text.reason }]);
  const rows = /^\s*[[{]/.test(text.value) ? rowsOfJson(text.value, path) : rowsOfCsv(text.value, path);
  return rows.ok ? collect(rows.value, path, column) : rows;
}

/** Measured quality that the candidates' own records carry. */
export function embeddedTruth(
  candidates: readonly Candidate[],
  column?: string,
): Result<Truth, Problem[]> {
  const rows = candidates
    .filter(({ scores }) => Object.keys(scores).length > 0)
    .map(({ id, source, scores }) => ({ id, source, values: scores }));
  return collect(rows, 'the scores of the records', column);
}

function rowsOfCsv(text: string, path: string): Result<TruthRow[], Problem[]> {
  let table: Record<string, string>[];
  try {
    table = parse(text, { columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const message = `not CSV: ${error instanceof Error ? error.message : String(error)}`;
    return failure([{ source: path, path: '', message }]);
  }
  const columns = Object.keys(table[0] ?? {});
  const idColumn = columns.find((name) => ID_NAMES.includes(name.toLowerCase())) ?? columns[0];
  if (idColumn === undefined || columns.length < 2) {
    const message = 'expected a header line with a column of ids and one of qualities, and rows below it';
    return failure([{ source: path, path: '', message }]);
  }
  return success(
    table.map((row, index) => {
      const { [idColumn]: id = '', ...texts } = row;
      const values = Object.fromEntries(
        Object.entries(texts).map(([name, value]) => [name, NUMBER.test(value) ? Number(value) : value]),
      );
      return { id, source: `${path}: row ${index + 1}`, values };
    }),
  );
}

const jsonRow = z.looseObject({ ...RECORD_KEYS, id: RECORD_KEYS.id.unwrap() });
const anyObject = z.record(z.string(), z.unknown());

function rowsOfJson(text: string, path: string): Result<TruthRow[], Problem[]> {
  const { records, problems } = splitRecords(text, { path, defaultId: path });
  if (problems.length > 0) return failure([...problems]);
  const [first] = records;
  if (records.length === 1 && first !== undefined && first.source === path) {
    const byId = anyObject.safeParse(first.value);
    if (byId.success && !('id' in byId.data)) {
      return success(
        Object.entries(byId.data).map(([id, value]) => {
          const values = anyObject.safeParse(value);
          return { id, source: path, values: values.success ? values.data : { quality: value } };
        }),
      );
    }
  }
  const rows: TruthRow[] = [];
  const wrong: Problem[] = [];
  for (const { value, source } of records) {
    const row = jsonRow.safeParse(value);
    if (row.success) {
      const { id, scores, ...rest } = row.data;
      const numbers = Object.entries(rest).filter(([, entry]) => typeof entry === 'number');
      rows.push({ id: String(id), source, values: scores ?? Object.fromEntries(numbers) });
    } else {
      wrong.push({ source, path: '', message: `${quote(value)}: expected a record with an "id" and a quality` });
    }
  }
  return wrong.length > 0 ? failure(wrong) : success(rows);
}

function collect(
  rows: readonly TruthRow[],
  source: string,
  wanted: string | undefined,
): Result<Truth, Problem[]> {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  if (names.length === 0) {
    return failure([{ source, path: '', message: 'empty: expected measured qualities by id' }]);
  }
  const column = pickScore(names, wanted);
  if (!column.ok) return failure([{ source, path: '', message: column.reason }]);
  const values = new Map<string, number>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const value = row.values[column.value];
    const where = { source: row.source, path: column.value };
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      problems.push({ ...where, message: `${quote(value)} for id "${row.id}": expected a finite number` });
    } else if (values.has(row.id)) {
      problems.push({ ...where, message: `id "${row.id}" stands here twice; keep one row for each id` });
    } else {
      values.set(row.id, value);
    }
  }
  return problems.length > 0 ? failure(problems) : success({ values, source, column: column.value });
}
