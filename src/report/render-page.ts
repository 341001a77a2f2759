import { inSlices } from '../event-loop-break.ts';
import type { ReportPage } from './page/report-page.ts';
import type { SvgFile } from './page/svg-files.ts';

/**
 * A report as one HTML file that needs nothing else: figures, tables, settings and versions. It
 * loads nothing, runs nothing, and follows the reader's light or dark; the same page is the same
 * text, byte for byte. What draws the figures is loaded when a page is wanted.
 *
 * @param afterBreak called after each break for the event loop; ends the work by what it throws
 */
export async function renderPage(page: ReportPage, afterBreak?: () => void): Promise<string> {
  const { pageHtml } = await import('./page/page-html.ts');
  return inSlices(pageHtml(page), afterBreak);
}

/**
 * Each figure of a report as an SVG file that needs nothing else, in the colours of light.
 *
 * @param afterBreak as of {@link renderPage}
 */
export async function renderFigures(page: ReportPage, afterBreak?: () => void): Promise<SvgFile[]> {
  const { svgFiles } = await import('./page/svg-files.ts');
  return inSlices(svgFiles(page), afterBreak);
}
