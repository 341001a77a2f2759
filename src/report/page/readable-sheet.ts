import type { Sheet } from '../sheet.ts';

/** A sheet without the columns that data formats alone have: there are more than a page is wide. */
export function readableSheet(sheet: Sheet): Sheet {
  const isKept = sheet.columns.map(({ dataOnly = false }) => !dataOnly);
  return {
    ...sheet,
    columns: sheet.columns.filter((_, index) => isKept[index]),
    rows: sheet.rows.map((row) => row.filter((_, index) => isKept[index])),
  };
}
