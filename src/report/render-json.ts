import type { Report } from './sheet.ts';

/** The document of a report. */
export function renderJson({ document }: Report): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
