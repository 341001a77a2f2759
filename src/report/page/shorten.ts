import { showUnprintable } from './escape-html.ts';

/** Longest label in a drawing, in characters. */
const MAX_LABEL = 20;

/** The width of a character of a label in a wide font (DejaVu Sans), in pixels of the figure. */
const CHARACTER_WIDTH = 7.4;

/**
 * A name as a label of a drawing shows it: cut in its middle, since both ends tell names apart.
 *
 * @param most characters of it
 */
export function shorten(name: string, most = MAX_LABEL): string {
  // Before it is measured: an escape is longer than what it is for.
  const shown = showUnprintable(name);
  const characters = charactersOf(shown);
  if (characters.length <= most) return shown;
  const half = (most - 1) / 2;
  return [
    ...characters.slice(0, Math.ceil(half)),
    '…',
    ...characters.slice(characters.length - Math.floor(half)),
  ].join('');
}

/** The margin that the labels of an axis need, in pixels. */
export function marginFor(labels: readonly string[]): number {
  return Math.ceil(labels.reduce((most, label) => Math.max(most, widthOf(label)), 0)) + 16;
}

/** About the width of a label, in pixels. */
export function widthOf(label: string): number {
  return charactersOf(label).length * CHARACTER_WIDTH;
}

const segmenter = new Intl.Segmenter('en');

/** The characters of a text as people count them. */
function charactersOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
