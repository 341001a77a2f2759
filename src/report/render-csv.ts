import { stringify } from 'csv-stringify/sync';
import type { Report } from './sheet.ts';

/** The main sheet of a report as CSV with a header, numbers in full. */
export function renderCsv({ main }: Report): string {
  return stringify([...main.rows], { header: true, columns: main.columns.map(({ key }) => key) });
}
