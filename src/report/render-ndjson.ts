import type { Report } from './sheet.ts';

/**
 * A report as one object a line, `record` saying what it is: first the settings, then the rows,
 * then what follows from them.
 */
export function renderNdjson({ rowName, items, extras, document }: Report): string {
  const { schemaVersion, tool, settings } = document;
  const records = [
    { record: 'settings', schemaVersion, tool, settings },
    ...items.map((item) => ({ record: rowName, ...item })),
    ...Object.entries(extras).map(([record, value]) => ({ record, ...value })),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
