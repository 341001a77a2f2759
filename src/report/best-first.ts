import type { Cell, Sheet } from './sheet.ts';

/**
 * A sheet of proxies with the best first by its first column of numbers, those without one last;
 * another sheet as it is.
 */
export function bestFirst(sheet: Sheet): Sheet {
  if (sheet.columns[0]?.key !== 'proxy') return sheet;
  const index = sheet.columns.findIndex((_, at) =>
    sheet.rows.some((row) => typeof row[at] === 'number'),
  );
  const sign = sheet.columns[index]?.lowestFirst === true ? -1 : 1;
  const heightOf = (row: readonly Cell[]): number => {
    const cell = row[index];
    return typeof cell === 'number' ? sign * cell : -Infinity;
  };
  // Equal heights may both be infinite, whose difference is no number.
  const rows = sheet.rows.toSorted((a, b) => {
    const [first, second] = [heightOf(a), heightOf(b)];
    return first === second ? 0 : second > first ? 1 : -1;
  });
  return { ...sheet, rows };
}
