import { createColors } from 'picocolors';
import { getBorderCharacters, table } from 'table';
import { readableColumns } from './readable-columns.ts';
import type { Report, Sheet } from './sheet.ts';

/**
 * Every sheet of a report as a table with aligned columns.
 *
 * @param color whether it may have ANSI colours
 */
export function renderTable({ main, others }: Report, color: boolean): string {
  return [main, ...others].map((sheet) => renderSheet(sheet, color)).join('\n');
}

function renderSheet(sheet: Sheet, color: boolean): string {
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
