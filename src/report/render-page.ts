import type { ReportPage } from './page/report-page.ts';
import type { SvgFile } from './page/svg-files.ts';

/**
 * A report as one HTML file that needs nothing else: figures, tables, settings and versions. It
 * loads nothing, runs nothing, and follows the reader's light or dark; the same page is the same
 * text, byte for byte. What draws the figures is loaded when a page is wanted.
 */
export async function renderPage(page: ReportPage): Promise<string> {
  const { pageHtml } = await import('./page/page-html.ts');
  return pageHtml(page);
}

/** Each figure of a report as an SVG file that needs nothing else, in the colours of light. */
export async function renderFigures(page: ReportPage): Promise<SvgFile[]> {
  const { svgFiles } = await import('./page/svg-files.ts');
  return svgFiles(page);
}
