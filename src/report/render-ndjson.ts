import type { Report } from './sheet.ts';

/** What NDJSON is made of. */
type Lines = Pick<Report, 'rowName' | 'items' | 'extras' | 'document'>;

/**
 * A report as one object a line, `record` saying what it is: first the settings, then the rows,
 * then what follows from them.
 */
export function renderNdjson(report: Report): string {
  return [...ndjsonLines(report)].join('');
}

/** The same line by line, for a report that is too long for one string. */
export function* ndjsonLines({ rowName, items, extras, document }: Lines): Generator<string> {
  const { schemaVersion, tool, settings } = document;
  const line = (record: object): string => `${JSON.stringify(record)}\n`;
  yield line({ record: 'settings', schemaVersion, tool, settings });
  for (const item of items) yield line({ record: rowName, ...item });
  for (const [record, value] of Object.entries(extras)) yield line({ record, ...value });
}
