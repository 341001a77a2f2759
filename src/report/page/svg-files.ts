import { mapInSteps, type Steps } from '../../event-loop-break.ts';
import { drawFigure } from './draw-figure.ts';
import { escapeHtml } from './escape-html.ts';
import { FIGURE_WIDTH, type Figure, type LegendEntry } from './figure.ts';
import { markPath } from './mark-shapes.ts';
import { PALETTE } from './palette.ts';
import type { ReportPage } from './report-page.ts';
import { widthOf } from './shorten.ts';

/** A figure as a file of its own. */
export interface SvgFile {
  /** As `score-truth.svg`: after the kind of the figure. */
  readonly name: string;
  readonly text: string;
}

/** What is around a drawing, and the heights of a title and of a line of the legend, in pixels. */
const PADDING = 12;
const TITLE_HEIGHT = 28;
const LEGEND_LINE = 20;

/** Widths in a legend, in pixels: of a mark, and between two entries. */
const KEY_WIDTH = 22;
const ENTRY_GAP = 14;

/** Fonts that every viewer has or replaces. */
const FONT = 'Helvetica, Arial, sans-serif';

/** The figures of a page, each as an SVG file that needs nothing else. */
export function* svgFiles({ figures }: ReportPage): Steps<SvgFile[]> {
  const files = yield* mapInSteps(figures, (data) => {
    const figure = drawFigure(data);
    return figure === null ? [] : [{ name: `${data.kind}.svg`, text: svgFile(figure) }];
  });
  return files.flat();
}

function svgFile({ title, caption, legend, svg }: Figure): string {
  const { ink, surface } = PALETTE.light;
  const [, attributes = '', body = ''] = /^<svg([^>]*)>(.*)<\/svg>\s*$/s.exec(svg) ?? [];
  const height = Number(/ height="([\d.]+)"/.exec(attributes)?.[1]);
  const rows = legendRows(legend);
  const top = PADDING + TITLE_HEIGHT + rows.length * LEGEND_LINE;
  const [width, whole] = [FIGURE_WIDTH + 2 * PADDING, top + height + PADDING];
  const entries = rows.flatMap((row, index) =>
    row.map(({ x, entry }) => {
      const place = `translate(${PADDING + x + 8} ${PADDING + TITLE_HEIGHT + index * LEGEND_LINE + 8})`;
      const text = `<text x="14" dy="0.32em">${escapeHtml(entry.text)}</text>`;
      return `<g transform="${place}">${markPath(entry.mark, PALETTE.light[entry.color])}${text}</g>`;
    }),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="${FONT}" font-size="12" fill="${ink}" role="img">`,
    `<title>${escapeHtml(title)}</title>`,
    `<desc>${escapeHtml(caption)}</desc>`,
    `<rect width="${width}" height="${whole}" fill="${surface}"/>`,
    `<text x="${PADDING}" y="${PADDING + 14}" font-size="15" font-weight="600">${escapeHtml(title)}</text>`,
    ...entries,
    `<svg x="${PADDING}" y="${top}" width="${FIGURE_WIDTH}" height="${height}" fill="currentColor" color="${ink}" text-anchor="middle">`,
    inColors(body),
    '</svg>',
    '</svg>',
    '',
  ].join('\n');
}

/** The entries of a legend in rows, each with its place in its row. */
function legendRows(
  legend: readonly LegendEntry[],
): { readonly x: number; readonly entry: LegendEntry }[][] {
  const rows: { x: number; entry: LegendEntry }[][] = [];
  let next = Infinity;
  for (const entry of legend) {
    const width = KEY_WIDTH + widthOf(entry.text);
    if (next + width > FIGURE_WIDTH) {
      rows.push([]);
      next = 0;
    }
    rows.at(-1)?.push({ x: next, entry });
    next += width + ENTRY_GAP;
  }
  return rows;
}

/** A drawing with the colours of light in the place of their names, without the style of a page. */
function inColors(body: string): string {
  const colors: Readonly<Record<string, string>> = PALETTE.light;
  return body
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/var\(--([a-z]+)\)/g, (whole, name: string) => colors[name] ?? whole);
}
