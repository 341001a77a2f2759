import { stringify } from 'csv-stringify/sync';
import type { Report } from './sheet.ts';

/** The main sheet of a report as CSV with a header, numbers in full. */
export function renderCsv({ main }: Report): string {
  const kept = main.columns.flatMap(({ key, peopleOnly = false }, index) =>
    peopleOnly ? [] : [{ key, index }],
  );
  return stringify(
    main.rows.map((row) => kept.map(({ index }) => row[index] ?? null)),
    { header: true, columns: kept.map(({ key }) => key) },
  );
}
