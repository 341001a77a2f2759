import { describe, expect, it } from 'vitest';
import { labelBox, placeLabels, type Box } from '../../../src/report/page/place-labels.ts';

const PLANE = { width: 370, height: 260 };

const at = (x: number, y: number): { x: number; y: number; text: string } => ({
  x,
  y,
  text: 'label',
});

/** Whether two rectangles share a point. */
const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The rectangle that a dot of radius 5 takes. */
const dotBox = ({ x, y }: { x: number; y: number }): Box => ({
  left: x - 5,
  right: x + 5,
  top: y - 5,
  bottom: y + 5,
});

describe('placeLabels', () => {
  it('is beside its point, and turns to the other side at an edge: catches a label that is cut off', () => {
    const points = [at(10, 50), at(360, 10)];
    const [first, second] = placeLabels(points, points, PLANE);
    expect(first).toEqual({ anchor: 'start', dx: 10, dy: 0 });
    expect(second).toEqual({ anchor: 'end', dx: -10, dy: 0 });
  });

  it.each([30, 300, 2000])(
    'covers none of %d points and no other label: catches a dot under a name',
    (count) => {
      const points = Array.from({ length: count }, (_, index) =>
        at(((index * 7919) % 3571) / 10, 5 + ((index * 104729) % 2503) / 10),
      );
      const labels = points.slice(0, 12);
      const places = placeLabels(labels, points, PLANE);
      const boxes = labels.flatMap((label, index) => {
        const place = places[index] ?? null;
        return place === null ? [] : [labelBox(label, place)];
      });
      for (const [index, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(PLANE.width);
        expect(points.some((point) => meet(box, dotBox(point)))).toBe(false);
        expect(boxes.slice(index + 1).some((other) => meet(box, other))).toBe(false);
      }
      if (count === 30) expect(boxes.length).toBeGreaterThan(9);
    },
  );

  it('finds a place above or below where both sides are taken: catches a name given up early', () => {
    const points = [at(185, 130), at(205, 130), at(165, 130)];
    const [place] = placeLabels(points.slice(0, 1), points, PLANE);
    expect(place?.dy).not.toBe(0);
  });

  it('handles no point, and no room: catches a label wider than the drawing', () => {
    expect(placeLabels([], [], PLANE)).toEqual([]);
    const point = at(5, 5);
    expect(placeLabels([point], [point], { width: 20, height: 260 })).toEqual([null]);
    // Where it is surrounded, a name is left out.
    const crowd = Array.from({ length: 400 }, (_, index) => at((index % 20) * 18, index));
    expect(placeLabels([at(180, 200)], crowd, PLANE)).toEqual([null]);
  });
});
