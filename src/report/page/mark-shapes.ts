import type { LegendMark } from './figure.ts';

/** How a mark of a legend is drawn around the origin, in a square of 16 pixels. */
interface MarkShape {
  readonly path: string;
  /** Drawn as a line of this width, not filled. */
  readonly stroke?: number;
  readonly dashes?: string;
}

/** The marks of legends, each like the marks of the drawing that it explains. */
const MARK_SHAPES: Readonly<Record<LegendMark, MarkShape>> = {
  circle: { path: 'M4.5 0A4.5 4.5 0 1 1-4.5 0A4.5 4.5 0 1 1 4.5 0Z' },
  diamond: { path: 'M0-6.5L4.5 0L0 6.5L-4.5 0Z' },
  square: { path: 'M-4.5-4.5h9v9h-9Z' },
  'empty square': { path: 'M-5-5h10v10h-10Z', stroke: 2 },
  'triangle up': { path: 'M0-5.5L5.5 4.5H-5.5Z' },
  'triangle down': { path: 'M0 5.5L5.5-4.5H-5.5Z' },
  line: { path: 'M-8 0H8', stroke: 2.5 },
  dashes: { path: 'M-8 0H8', stroke: 2, dashes: '4 3' },
};

/** The `path` element of a mark, in the colour of the text around it or in another. */
export function markPath(mark: LegendMark, color = 'currentColor'): string {
  const { path, stroke, dashes } = MARK_SHAPES[mark];
  if (stroke === undefined) return `<path d="${path}" fill="${color}"/>`;
  const dashed = dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`;
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${stroke}"${dashed}/>`;
}
