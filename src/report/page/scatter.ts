import { text, type Markish } from '@observablehq/plot';
import { axisLabel, positionOn, scaleOptions, type AxisScale } from '../axis-scale.ts';
import { PLANE } from './draw-svg.ts';
import { FIGURE_WIDTH, NO_HOVER, paint } from './figure.ts';
import { placeLabels } from './place-labels.ts';
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
 * The names of items beside their points, where they cover no point and no other name; those without
 * such a place are left out.
 *
 * @param items the most important first
 * @param drawn all points that are drawn
 */
export function nameMarks<Item extends { readonly id: string }>(
  items: readonly Item[],
  drawn: readonly Item[],
  placeOf: (item: Item) => Place,
  channels: { readonly x: string; readonly y: string },
): Markish[] {
  const labels = items.map((item) => ({ ...placeOf(item), text: shorten(item.id) }));
  const places = placeLabels(labels, drawn.map(placeOf), { width: WIDTH, height: HEIGHT });
  return items.flatMap((item, index) => {
    const place = places[index] ?? null;
    if (place === null) return [];
    const { anchor, dx, dy } = place;
    return [
      text([item], {
        ...channels,
        text: ({ id }: Item) => shorten(id),
        textAnchor: anchor,
        dx,
        dy,
        fill: paint('ink'),
        stroke: paint('surface'),
        strokeWidth: 3,
        ...NO_HOVER,
      }),
    ];
  });
}
