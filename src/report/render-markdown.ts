import { readableColumns } from './readable-columns.ts';
import type { Report, Sheet } from './sheet.ts';

/** Every sheet of a report as a Markdown table. */
export function renderMarkdown({ main, others }: Report): string {
  return [main, ...others].map(renderSheet).join('\n');
}

function renderSheet(sheet: Sheet): string {
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
