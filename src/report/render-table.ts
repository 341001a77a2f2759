import { createColors } from 'picocolors';
import { showUnprintable } from './page/escape-html.ts';
import { readableColumns, type ReadableColumn } from './readable-columns.ts';
import type { Report, Sheet } from './sheet.ts';
import { textWidth, wrapText } from './text-width.ts';

/** What is between two columns. */
const GAP = '  ';

/** What the second and further lines of a row, and of a long title, begin with. */
const INDENT = '  ';

/** A column with its texts as they are printed, and the width of the widest. */
interface Column extends ReadableColumn {
  readonly width: number;
}

/**
 * Every sheet of a report as a table with aligned columns. Where they are wider than asked for, a row
 * takes several lines, each under its part of the header: no column is left out and no value cut.
 *
 * @param color whether it may have ANSI colours
 * @param width of a line, in characters
 */
export function renderTable({ main, others }: Report, color: boolean, width = Infinity): string {
  return [main, ...others].map((sheet) => renderSheet(sheet, color, width)).join('\n');
}

function renderSheet(sheet: Sheet, color: boolean, width: number): string {
  const colors = createColors(color);
  const columns = readableColumns(sheet).map((column): Column => {
    const cells = column.cells.map(showUnprintable);
    const widest = Math.max(textWidth(column.title), ...cells.map(textWidth));
    return { ...column, cells, width: widest };
  });
  const groups = stackColumns(columns, width);
  const linesOf = (textOf: (column: Column) => string, style = (text: string) => text): string[] =>
    groups.flatMap((group, index) => {
      const indent = index === 0 ? '' : INDENT;
      const [only] = group;
      const isProse =
        group.length === 1 && only !== undefined && only.width > width - indent.length;
      const lines = isProse
        ? wrapText(textOf(only), width - indent.length).map(style)
        : [group.map((column) => aligned(column, textOf(column), style)).join(GAP)];
      return lines.map((line) => `${indent}${line}`.trimEnd());
    });
  const title = sheet.title.split('\n').flatMap((line) => {
    const [first = '', ...rest] = wrapText(
      line,
      width - INDENT.length * Number(textWidth(line) > width),
    );
    return [first, ...rest.map((more) => INDENT + more)];
  });
  const lines = [
    ...linesOf((column) => column.title, colors.bold),
    ...sheet.rows.flatMap((_, row) => linesOf(({ cells }) => cells[row] ?? '')),
  ];
  return `${colors.dim(title.join('\n'))}\n\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** The columns by the lines that they take, as many in each as fit. */
function stackColumns(columns: readonly Column[], width: number): Column[][] {
  const groups: Column[][] = [[]];
  let taken = 0;
  for (const column of columns) {
    const group = groups.at(-1) ?? [];
    const wanted = taken + GAP.length + column.width;
    if (group.length > 0 && wanted > width) {
      groups.push([column]);
      taken = INDENT.length + column.width;
    } else {
      group.push(column);
      taken = group.length === 1 ? column.width : wanted;
    }
  }
  return groups;
}

function aligned(
  { numeric, width }: Column,
  text: string,
  style: (text: string) => string,
): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return numeric ? space + style(text) : style(text) + space;
}
