/** One figure of a page. */
export interface Figure {
  readonly title: string;
  /** What there is to see: the caption, and what is read out in its place. */
  readonly caption: string;
  /** The meaning of colours and shapes, in the order of the drawing. */
  readonly legend: readonly LegendEntry[];
  /** The drawing as an `svg` element. */
  readonly svg: string;
}

/** One entry of a legend. */
export interface LegendEntry {
  readonly mark: LegendMark;
  readonly color: Color;
  readonly text: string;
}

/** How an entry of a legend is marked: as the drawing marks it. */
export type LegendMark =
  | 'circle'
  | 'diamond'
  | 'square'
  | 'empty square'
  | 'triangle up'
  | 'triangle down'
  | 'line'
  | 'dashes';

/** The colours of a figure; the style sheet gives each a value for light and for dark. */
export type Color = 'first' | 'second' | 'third' | 'muted' | 'ink';

/** A colour as a mark takes it. */
export function paint(color: Color | 'surface'): string {
  return `var(--${color})`;
}

/** Of a mark without a text of its own: a pointer over it meets the mark below, which has one. */
export const NO_HOVER = { pointerEvents: 'none' } as const;

/**
 * Width of every figure, in pixels of its own; the page scales it. Little more than a phone is wide,
 * so that a label can be read there.
 */
export const FIGURE_WIDTH = 440;
