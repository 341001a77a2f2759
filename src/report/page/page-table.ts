import { formatNumber } from '../format-number.ts';
import { readableColumns } from '../readable-columns.ts';
import type { Sheet } from '../sheet.ts';
import { escapeHtml } from './escape-html.ts';
import { PRINTED_ROWS } from './style.ts';

/** Rows of a table that a page has: with more it takes long to open. */
const MAX_ROWS = 10_000;

/** A sheet as a section with a table, all of its columns and the first 10,000 of its rows. */
export function pageTable(sheet: Sheet): string {
  const rows = sheet.rows.slice(0, MAX_ROWS);
  const columns = readableColumns({ ...sheet, rows }, true);
  const [title = '', ...more] = sheet.title.split('\n');
  const classOf = (numeric: boolean): string => (numeric ? ' class="number"' : '');
  const head = columns.map(
    ({ title: name, numeric }) => `<th scope="col"${classOf(numeric)}>${escapeHtml(name)}</th>`,
  );
  const body = rows.map((_, row) => {
    const cells = columns.map(
      ({ cells: texts, numeric }) => `<td${classOf(numeric)}>${escapeHtml(texts[row] ?? '')}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const all = formatNumber(sheet.rows.length);
  const notes = [
    ...(rows.length < sheet.rows.length
      ? [
          `<p class="note">The first ${formatNumber(MAX_ROWS)} of ${all} rows; --format csv prints all.</p>`,
        ]
      : []),
    ...(rows.length > PRINTED_ROWS
      ? [`<p class="note on-paper">On paper: the first ${PRINTED_ROWS} of ${all} rows.</p>`]
      : []),
  ];
  return [
    '<section>',
    `<h2>${escapeHtml(title)}</h2>`,
    ...more.map((line) => `<p class="note">${escapeHtml(line)}</p>`),
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(title)}">`,
    `<table aria-label="${escapeHtml(title)}">`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>\n${body.join('\n')}\n</tbody></table>`,
    `</div>${notes.join('')}`,
    '</section>',
  ].join('\n');
}
