import { formatAsGiven, formatNumbers } from './format-number.ts';
import type { Cell, Sheet } from './sheet.ts';

/** A column as people read it. */
export interface ReadableColumn {
  readonly title: string;
  readonly cells: readonly string[];
  /** Whether it holds numbers, which are aligned right. */
  readonly numeric: boolean;
}

/**
 * The columns of a sheet that people read, each with its numbers in one form.
 *
 * @param all whether to include the columns of the data formats
 */
export function readableColumns({ columns, rows }: Sheet, all = false): ReadableColumn[] {
  return columns.flatMap(({ title, dataOnly = false, asGiven = false, decimals }, index) => {
    if (dataOnly && !all) return [];
    const cells = rows.map((row) => row[index] ?? null);
    const numbers = cells.filter((cell) => typeof cell === 'number');
    const texts =
      decimals !== undefined
        ? numbers.map((value) => toDecimals(value, decimals))
        : asGiven
          ? formatAsGiven(numbers)
          : formatNumbers(numbers);
    let next = 0;
    const readable = (cell: Cell): string =>
      typeof cell === 'number' ? (texts[next++] ?? '') : (cell ?? '-');
    return { title, cells: cells.map(readable), numeric: numbers.length > 0 };
  });
}

/** A sheet without the columns that data formats alone have: there are more than a page is wide. */
export function readableSheet(sheet: Sheet): Sheet {
  const isKept = sheet.columns.map(({ dataOnly = false }) => !dataOnly);
  return {
    ...sheet,
    columns: sheet.columns.filter((_, index) => isKept[index]),
    rows: sheet.rows.map((row) => row.filter((_, index) => isKept[index])),
  };
}

/** With as many decimals; what rounds to nothing has no sign. */
function toDecimals(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(0(\.0+)?)$/, '$1');
}
