import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { quote, type Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { refuseTruth, type TruthRow } from './truth-row.ts';

/** Names of the column of ids; without any of these it is the first. */
const ID_NAMES = ['id', 'key', 'name', 'architecture', 'model'];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A row of a CSV file and the line on which it ends. */
const csvRow = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** The rows of a CSV file with a header and a column of ids. */
export function rowsOfCsv(text: string, path: string): Result<TruthRow[], Problem[]> {
  let table: z.infer<typeof csvRow>[];
  try {
    // Rows that are shorter or longer than the header are reported all at once, not by the parser.
    table = z
      .array(csvRow)
      .parse(
        parse(text, { info: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
      );
  } catch (error) {
    return refuseTruth(path, `not CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [{ record: header } = { record: [] }, ...rows] = table;
  const problem = headerProblem(header);
  if (problem !== undefined) return refuseTruth(path, problem);
  if (rows.length === 0)
    return refuseTruth(path, 'no rows: expected one for each id below the header');
  const uneven = rows.filter(({ record }) => record.length !== header.length);
  if (uneven.length > 0) {
    return failure(
      uneven.map(({ record, info }) => ({
        source: `${path}:${info.lines}`,
        path: '',
        message: `${record.length} cells: expected ${header.length}, as in the header; a text with a comma in it needs quotes`,
      })),
    );
  }
  const idColumn = Math.max(header.findIndex(namesIds), 0);
  return success(
    rows.map(({ record, info }) => ({
      id: record[idColumn] ?? '',
      source: `${path}:${info.lines}`,
      pathOf: (quality) => quality,
      values: new Map(
        header.flatMap((name, column): [string, unknown][] => {
          const cell = record[column] ?? '';
          return column === idColumn ? [] : [[name, NUMBER.test(cell) ? Number(cell) : cell]];
        }),
      ),
    })),
  );
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
  const twice = header.find((name, column) => header.indexOf(name) !== column);
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
