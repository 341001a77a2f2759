import { parse } from 'csv-parse/sync';
import { quote, type Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { failure, success, type Result } from '../result.ts';
import { FILE_LIMITS, MAX_CSV_CELLS } from '../input/limits.ts';
import { refuseTruth, rowsFrom, type TruthRows } from './truth-row.ts';

/** Names of the column of ids; without any of these it is the first. */
const ID_NAMES = ['id', 'key', 'name', 'architecture', 'model'];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A parsed table. */
interface Table {
  readonly header: readonly string[];
  /** The cells of all rows, one after another: a list for each row would take as much again. */
  readonly cells: readonly string[];
  /** The line on which each row ends. */
  readonly lines: readonly number[];
}

/** A reason to read a table no further. */
class TableError extends Error {}

/** The rows of a CSV file with a header and a column of ids. */
export function rowsOfCsv(
  text: string,
  path: string,
  mostCells = MAX_CSV_CELLS,
): Result<TruthRows, Problem[]> {
  const uneven = new ProblemTally();
  let table: Table;
  try {
    table = parseTable(text, path, mostCells, uneven);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuseTruth(path, error instanceof TableError ? reason : `not CSV: ${reason}`);
  }
  const { header, cells, lines } = table;
  if (uneven.count > 0) return failure(uneven.listed());
  if (lines.length === 0) {
    return refuseTruth(path, 'no rows: expected one for each id below the header');
  }
  const idColumn = Math.max(header.findIndex(namesIds), 0);
  return success(
    rowsFrom(function* () {
      for (const [index, line] of lines.entries()) {
        const start = index * header.length;
        const values = new Map<string, unknown>();
        for (const [column, name] of header.entries()) {
          const cell = cells[start + column] ?? '';
          if (column !== idColumn) values.set(name, NUMBER.test(cell) ? Number(cell) : cell);
        }
        const id = cells[start + idColumn] ?? '';
        yield { id, source: `${path}:${line}`, pathOf: (quality) => quality, values };
      }
    }),
  );
}

/**
 * A text of CSV as a table. The parser keeps no row itself: it would hold several times as much.
 *
 * @param uneven receives the rows that are shorter or longer than the header
 * @throws TableError where the header is wrong, or the table too large
 */
function parseTable(text: string, path: string, mostCells: number, uneven: ProblemTally): Table {
  let header: readonly string[] | undefined;
  const cells: string[] = [];
  const lines: number[] = [];
  let count = 0;
  const take = (row: string[], line: number): void => {
    count += row.length;
    if (count > mostCells) {
      const { remedy } = FILE_LIMITS.truth;
      throw new TableError(`too large: expected at most ${mostCells} cells; ${remedy}`);
    }
    if (header === undefined) {
      header = row;
      const problem = headerProblem(row);
      if (problem !== undefined) throw new TableError(problem);
    } else if (row.length === header.length) {
      for (const cell of row) cells.push(cell);
      lines.push(line);
    } else {
      const message = `${row.length} cells: expected ${header.length}, as in the header; a text with a comma in it needs quotes`;
      uneven.add([{ source: `${path}:${line}`, path: '', message }]);
    }
  };
  parse(text, {
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record: (row, { lines: line }) => {
      take(row, line);
      return null;
    },
  });
  return { header: header ?? [], cells, lines };
}

function namesIds(name: string): boolean {
  return ID_NAMES.includes(name.toLowerCase());
}

/** Why a line can't be the header of a table of qualities. */
function headerProblem(header: readonly string[]): string | undefined {
  const [first = ''] = header;
  if (header.length < 2) {
    return /[;\t]/.test(first)
      ? `${quote(first)}: expected columns separated by commas`
      : `${quote(first)}: expected a header with a column of ids and one of qualities, separated by commas`;
  }
  const seen = new Set<string>();
  const twice = header.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    return `two columns are called ${quote(twice)}: expected a name of its own for each`;
  }
  // Without a header the first candidate would be lost silently. Columns may be numbered, by seeds
  // for example, but then the column of ids has a name.
  const number = header.find((name) => NUMBER.test(name));
  if (number !== undefined && !header.some(namesIds)) {
    return `no header: the first line holds the number ${number}; expected names of columns, as id,accuracy`;
  }
  return undefined;
}
