import { renderNdjson } from './render-ndjson.ts';
import type { Report } from './sheet.ts';

/** The forms of an output, the default first. */
export const OUTPUT_FORMATS = ['table', 'json', 'ndjson', 'csv', 'markdown'] as const;

/** The form of an output. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** A report as text, with a newline at its end. */
type Renderer = (report: Report, color: boolean, width: number) => string;

/** The renderer of each form, loaded when it is wanted: some bring a library of their own. */
const RENDERERS: Readonly<Record<OutputFormat, () => Promise<Renderer>>> = {
  table: async () => (await import('./render-table.ts')).renderTable,
  json: () => Promise.resolve(({ document }) => `${JSON.stringify(document, null, 2)}\n`),
  ndjson: () => Promise.resolve(renderNdjson),
  csv: async () => (await import('./render-csv.ts')).renderCsv,
  markdown: async () => (await import('./render-markdown.ts')).renderMarkdown,
};

/**
 * A report as text, with a newline at its end.
 *
 * - `table`, `markdown`: every sheet, for people.
 * - `json`: the document.
 * - `ndjson`: one object a line.
 * - `csv`: the main sheet, numbers in full.
 *
 * @param color whether a table may have ANSI colours
 * @param width of a line of a table, in characters
 */
export async function render(
  report: Report,
  format: OutputFormat,
  color: boolean,
  width = Infinity,
): Promise<string> {
  const renderer = await RENDERERS[format]();
  return renderer(report, color, width);
}
