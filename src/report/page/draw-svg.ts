import { plot, type PlotOptions, type ScaleOptions } from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { showUnprintable } from './escape-html.ts';
import { FIGURE_WIDTH } from './figure.ts';
import { marginFor, shorten } from './shorten.ts';

/** Class of every drawing: the style sheet of the page sets its font and its background. */
const CLASS_NAME = 'plot';

/** The height and the margins of a drawing with numbers on both axes. */
export const PLANE = {
  height: 340,
  marginTop: 28,
  marginRight: 16,
  marginBottom: 44,
  marginLeft: 56,
} as const;

/**
 * The margins and the axis of a drawing with a row for each name, from the top down.
 *
 * @param most characters of a name that are shown
 */
export function namedRows(names: readonly string[], most?: number) {
  const labels = names.map((name) => shorten(name, most));
  const y: ScaleOptions = {
    type: 'band',
    domain: [...labels.keys()],
    tickFormat: (row: number) => labels[row] ?? '',
    label: null,
    tickSize: 0,
  };
  return { marginTop: 10, marginRight: 20, marginBottom: 44, marginLeft: marginFor(labels), y };
}

/**
 * Marks as the text of an `svg` element. It has no title of its own: the page gives it one.
 *
 * @param options what Observable Plot takes, besides the document and the width
 */
export function drawSvg(options: PlotOptions): string {
  const document: unknown = new DOMParser().parseFromString('<html></html>', 'text/html');
  const drawn: unknown = plot({
    ...options,
    width: FIGURE_WIDTH,
    className: CLASS_NAME,
    document,
  });
  // Plot and linkedom have escaped what is markup.
  return showUnprintable(String(drawn));
}
