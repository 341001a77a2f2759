import { plot, type PlotOptions } from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { showUnprintable } from './escape-html.ts';
import { FIGURE_WIDTH } from './figure.ts';

/** Class of every drawing: the style sheet of the page sets its font and its background. */
const CLASS_NAME = 'plot';

/**
 * Draws marks as the text of an `svg` element. It has no title of its own: the page gives it one.
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
