import { stringify } from 'csv-stringify/sync';
import { createColors } from 'picocolors';
import { getBorderCharacters, table } from 'table';
import { formatAsGiven, formatNumbers } from './format-number.ts';
import type { Cell, Report, Sheet } from './sheet.ts';

/** The forms of an output, the default first. */
export const OUTPUT_FORMATS = ['table', 'json', 'ndjson', 'csv', 'markdown'] as const;

/** The form of an output. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/**
 * A report as text, with a newline at its end.
 *
 * - `table`, `markdown`: every sheet, for people.
 * - `json`: the document.
 * - `ndjson`: one object a line, `record` saying what it is: first the settings, then the rows,
 *   then what follows from them.
 * - `csv`: the main sheet with a header, numbers in full.
 *
 * @param color whether a table may have ANSI colours
 */
export function render(report: Report, format: OutputFormat, color: boolean): string {
  switch (format) {
    case 'table':
      return [report.main, ...report.others].map((sheet) => renderTable(sheet, color)).join('\n');
    case 'markdown':
      return [report.main, ...report.others].map(renderMarkdown).join('\n');
    case 'json':
      return `${JSON.stringify(report.document, null, 2)}\n`;
    case 'ndjson':
      return renderNdjson(report);
    case 'csv':
      return stringify([...report.main.rows], {
        header: true,
        columns: report.main.columns.map(({ key }) => key),
      });
  }
}

function renderNdjson({ rowName, items, extras, document }: Report): string {
  const { schemaVersion, tool, settings } = document;
  const records = [
    { record: 'settings', schemaVersion, tool, settings },
    ...items.map((item) => ({ record: rowName, ...item })),
    ...Object.entries(extras).map(([record, value]) => ({ record, ...value })),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

interface ReadableColumn {
  readonly title: string;
  readonly cells: readonly string[];
  readonly numeric: boolean;
}

function readableColumns({ columns, rows }: Sheet): ReadableColumn[] {
  return columns.flatMap(({ title, dataOnly = false, asGiven = false }, index) => {
    if (dataOnly) return [];
    const cells = rows.map((row) => row[index] ?? null);
    const numbers = cells.filter((cell) => typeof cell === 'number');
    const texts = asGiven ? formatAsGiven(numbers) : formatNumbers(numbers);
    let next = 0;
    const readable = (cell: Cell): string =>
      typeof cell === 'number' ? (texts[next++] ?? '') : (cell ?? '-');
    return { title, cells: cells.map(readable), numeric: numbers.length > 0 };
  });
}

function renderTable(sheet: Sheet, color: boolean): string {
  const colors = createColors(color);
  const columns = readableColumns(sheet);
  const body = sheet.rows.map((_, row) => columns.map(({ cells }) => cells[row] ?? ''));
  const lines = table([columns.map(({ title }) => colors.bold(title)), ...body], {
    border: { ...getBorderCharacters('void'), bodyJoin: '  ' },
    columnDefault: { paddingLeft: 0, paddingRight: 0 },
    columns: columns.map(({ numeric }) => ({ alignment: numeric ? 'right' : 'left' })),
    drawHorizontalLine: () => false,
  });
  const trimmed = lines.replace(/ +$/gm, '');
  return `${colors.dim(sheet.title)}\n\n${trimmed}`;
}

function renderMarkdown(sheet: Sheet): string {
  const columns = readableColumns(sheet);
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [
    `${sheet.title}\n\n`,
    line(columns.map(({ title }) => title)),
    `|${columns.map(({ numeric }) => (numeric ? ' ---: |' : ' --- |')).join('')}\n`,
    ...sheet.rows.map((_, row) => line(columns.map(({ cells }) => cells[row] ?? ''))),
  ].join('');
}
