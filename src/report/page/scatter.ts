import { text, type Markish } from '@observablehq/plot';
import { axisLabel, positionOn, scaleOptions, type AxisScale } from '../axis-scale.ts';
import { PLANE } from './draw-svg.ts';
import { FIGURE_WIDTH, NO_HOVER, paint } from './figure.ts';
import { LABEL_OFFSET, placeLabels, type LabelSide } from './place-labels.ts';
import { shorten } from './shorten.ts';
import type { Place } from './thin-points.ts';

const WIDTH = FIGURE_WIDTH - PLANE.marginLeft - PLANE.marginRight;
const HEIGHT = PLANE.height - PLANE.marginTop - PLANE.marginBottom;

/** Items of a scatter from which dots are smaller. */
export const CROWD = 200;

/** Where a point of two scales is in the plane, in pixels. */
export function placeIn(x: AxisScale, y: AxisScale, valueX: number, valueY: number): Place {
  return { x: positionOn(x, valueX) * WIDTH, y: (1 - positionOn(y, valueY)) * HEIGHT };
}

/** An axis of the plane as Observable Plot takes it. */
export function planeAxis(name: string, scale: AxisScale) {
  return { ...scaleOptions(scale), label: axisLabel(name, scale), grid: true };
}

/**
 * The names of items beside their points; a name that would cover an earlier one is left out.
 *
 * @param items the most important first
 * @param preferred the side that is tried first
 */
export function nameMarks<Item extends { readonly id: string }>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  { preferred, ...options }: { preferred: LabelSide; x: string; y: string; dy?: number },
): Markish[] {
  const labels = items.map((item) => ({ ...placeOf(item), text: shorten(item.id) }));
  const sides = placeLabels(labels, WIDTH, preferred);
  return (['start', 'end'] as const).map((side) =>
    text(
      items.filter((_, index) => sides[index] === side),
      {
        ...options,
        text: ({ id }: Item) => shorten(id),
        textAnchor: side,
        dx: side === 'start' ? LABEL_OFFSET : -LABEL_OFFSET,
        fill: paint('ink'),
        stroke: paint('surface'),
        strokeWidth: 4,
        ...NO_HOVER,
      },
    ),
  );
}
