import { parse } from 'csv-parse/sync';
import { formatPath, namesInShort, type Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { formatOf } from '../formats/registry.ts';
import { MAX_CSV_CELLS } from '../input/limits.ts';
import { linesOf, type SplitRecords } from '../input/split-records.ts';
import { columnsFor, exampleFor, type Column } from './csv-columns.ts';

/** A reason why a table has no records. */
class TableError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * The records of a table of shapes: a row for each, under a header with the name of every column.
 *
 * Lines that begin with `#`, before the header, say which key of a record is which column, as
 * `# model_type=llama hidden_size=d scores=loss`; without any, the columns are called as the keys. A
 * value that is no column is the same in every row: a number, true, false, or a text in quotes.
 */
export function splitCsv(text: string, path: string): SplitRecords {
  try {
    return split(text, path);
  } catch (error) {
    const line = error instanceof TableError ? error.line : 0;
    const reason = error instanceof Error ? error.message : String(error);
    const message = error instanceof TableError ? reason : `not CSV: ${reason}`;
    const source = line === 0 ? path : `${path}:${line}`;
    return { values: [], placeOf: () => 0, problems: [{ source, path: '', message }] };
  }
}

function split(text: string, path: string): SplitRecords {
  const { declaration, rest, skipped } = declarationOf(text);
  const values: object[] = [];
  const places: number[] = [];
  const problems = new ProblemTally();
  let columns: readonly Column[] | undefined;
  let header: readonly string[] = [];
  let warnings: readonly Problem[] = [];
  let cells = 0;
  const take = (row: readonly string[], line: number): void => {
    cells += row.length;
    if (cells > MAX_CSV_CELLS) {
      const message = `too large: expected at most ${MAX_CSV_CELLS} cells; split it into several files`;
      throw new TableError(0, message);
    }
    if (columns === undefined) {
      header = row;
      const found = columnsFor(declaration, header);
      if (!found.ok) throw new TableError(found.reason.inHeader ? line : 1, found.reason.message);
      columns = found.value.columns;
      const { unused } = found.value;
      if (unused.length > 0) {
        const message = `no key takes the column${unused.length === 1 ? '' : 's'} ${namesInShort(unused)}: ignored`;
        warnings = [{ source: `${path}:${line}`, path: '', message }];
      }
      return;
    }
    if (row.length !== header.length) {
      const message = `${row.length} cells: expected ${header.length}, as in the header; a text with a comma in it needs quotes`;
      problems.add([{ source: `${path}:${line}`, path: '', message }]);
      return;
    }
    const record = recordOf(columns, row);
    if (values.length === 0) checkKeys(record, header, skipped + 1);
    values.push(record);
    places.push(line);
  };
  parse(rest, {
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    bom: true,
    on_record: (row: string[], { lines }) => {
      take(row, skipped + lines);
      return null;
    },
  });
  return { values, placeOf: (index) => places[index] ?? 0, problems: problems.listed(), warnings };
}

/** What the lines before the header say, and the rest of the text. */
function declarationOf(text: string): {
  readonly declaration: string;
  readonly rest: string;
  readonly skipped: number;
} {
  const said: string[] = [];
  let start = 0;
  for (const line of linesOf(text)) {
    const own = line.replace(/^\ufeff/, '').trim();
    if (!own.startsWith('#')) break;
    said.push(own.slice(1));
    start += line.length + 1;
  }
  return { declaration: said.join(' '), rest: text.slice(start), skipped: said.length };
}

function recordOf(columns: readonly Column[], row: readonly string[]): object {
  const record: Record<string, unknown> = {};
  const scores: Record<string, unknown> = {};
  for (const { key, index, constant, isScore } of columns) {
    const cell = index === null ? '' : (row[index] ?? '');
    const value = index === null ? constant : valueOf(cell);
    // An empty cell says nothing.
    if (value === undefined) continue;
    if (isScore) scores[key] = value;
    else record[key] = key === 'id' && index !== null ? cell : value;
  }
  return Object.keys(scores).length === 0 ? record : { ...record, scores };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The value of a cell: a number, true or false, a list, or a text; undefined where it is empty. */
function valueOf(cell: string): unknown {
  if (cell === '') return undefined;
  if (NUMBER.test(cell)) return Number(cell);
  if (cell === 'true' || cell === 'false') return cell === 'true';
  if (!cell.startsWith('[')) return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** Refuses a header of which no record could be read, or with columns that are no keys of it. */
function checkKeys(record: object, header: readonly string[], line: number): void {
  const format = formatOf(record);
  if (format === undefined) {
    throw new TableError(
      line,
      `the header ${namesInShort(header, header.length)} has the keys of no spec: say in a line before it what its columns are, for example: ${exampleFor(header)}`,
    );
  }
  const [unknown] = format.unknownKeys(record);
  if (unknown === undefined) return;
  const { path, hint } = unknown;
  throw new TableError(
    line,
    `${formatPath(path)}: no key of ${format.title}${hint || '; leave it out, or name a measured quality in scores=, in a line with # before the header'}`,
  );
}
