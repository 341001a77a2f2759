import { widthOf } from './shorten.ts';
import type { Place } from './thin-points.ts';

/** Height of a line of text, in pixels. */
const LINE = 14;

/** Distance of a label from the middle of its point, in pixels. */
const OFFSET = 10;

/** Half the side of the square that a label leaves to each point, in pixels: a diamond is high. */
const POINT = 7;

/** A point that may get a label. */
export interface Labelled extends Place {
  readonly text: string;
}

/** Where a label is: how far its end or middle is from its point, in pixels. */
export interface LabelPlace {
  readonly anchor: 'start' | 'middle' | 'end';
  readonly dx: number;
  readonly dy: number;
}

/** The plane of a drawing, in pixels. */
interface Plane {
  readonly width: number;
  readonly height: number;
}

/** A rectangle, in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The places that are tried, in their order: beside the point, then above and below it. */
const PLACES: readonly LabelPlace[] = [OFFSET, 2 * OFFSET, 3 * OFFSET].flatMap((away) => {
  const near = away === OFFSET;
  return [
    ...(near
      ? ([
          { anchor: 'start', dx: OFFSET, dy: 0 },
          { anchor: 'end', dx: -OFFSET, dy: 0 },
        ] as const)
      : []),
    { anchor: 'start', dx: OFFSET, dy: -away } as const,
    { anchor: 'end', dx: -OFFSET, dy: -away } as const,
    { anchor: 'start', dx: OFFSET, dy: away } as const,
    { anchor: 'end', dx: -OFFSET, dy: away } as const,
    { anchor: 'middle', dx: 0, dy: -away - LINE / 2 } as const,
    { anchor: 'middle', dx: 0, dy: away + LINE / 2 } as const,
  ];
});

/**
 * The place of each label beside its point, where it covers no point and no earlier label; null where
 * there is no such place.
 *
 * @param labels the most important first
 * @param points all that are drawn
 */
export function placeLabels(
  labels: readonly Labelled[],
  points: readonly Place[],
  plane: Plane,
): (LabelPlace | null)[] {
  const placed: Box[] = [];
  return labels.map((label) => {
    for (const place of PLACES) {
      const box = labelBox(label, place);
      const isInside =
        box.left >= 0 && box.right <= plane.width && box.top >= 0 && box.bottom <= plane.height;
      if (!isInside || placed.some((other) => overlap(box, other))) continue;
      if (points.some((point) => overlap(box, pointBox(point)))) continue;
      placed.push(box);
      return place;
    }
    return null;
  });
}

/** The rectangle that a label takes. */
export function labelBox({ x, y, text }: Labelled, { anchor, dx, dy }: LabelPlace): Box {
  const width = widthOf(text);
  const shift = { start: 0, middle: width / 2, end: width }[anchor];
  const left = x + dx - shift;
  return { left, right: left + width, top: y + dy - LINE / 2, bottom: y + dy + LINE / 2 };
}

function pointBox({ x, y }: Place): Box {
  return { left: x - POINT, right: x + POINT, top: y - POINT, bottom: y + POINT };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
