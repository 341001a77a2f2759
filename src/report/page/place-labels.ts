import { widthOf } from './shorten.ts';
import type { Place } from './thin-points.ts';

/** Height of a line of text, in pixels. */
const LINE = 14;

/** Distance of a label from its point, in pixels. */
export const LABEL_OFFSET = 9;

/** A point that may get a label. */
export interface Labelled extends Place {
  readonly text: string;
}

/** The end of a label that is at its point: `start` is to the right of it. */
export type LabelSide = 'start' | 'end';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/**
 * The side of each label; null for one that would cover an earlier one.
 *
 * @param points the most important first
 * @param width of the drawing, in pixels
 * @param preferred the side that is tried first
 */
export function placeLabels(
  points: readonly Labelled[],
  width: number,
  preferred: LabelSide = 'start',
): (LabelSide | null)[] {
  const placed: Box[] = [];
  return points.map(({ x, y, text }) => {
    const length = widthOf(text) + LABEL_OFFSET;
    const sides: LabelSide[] = preferred === 'start' ? ['start', 'end'] : ['end', 'start'];
    for (const side of sides) {
      const box =
        side === 'start' ? { left: x, right: x + length, y } : { left: x - length, right: x, y };
      const free = placed.every(
        (other) =>
          box.right < other.left || box.left > other.right || Math.abs(y - other.y) >= LINE,
      );
      if (box.left < 0 || box.right > width || !free) continue;
      placed.push(box);
      return side;
    }
    return null;
  });
}
