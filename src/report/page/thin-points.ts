import { formatNumber } from '../format-number.ts';

/** A place in a drawing, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Most points that a figure draws: beyond them a page takes long to open and shows no more. */
const MAX_POINTS = 2000;

/** Side of the smallest cell, in pixels: points in one lie on each other. */
const SMALLEST_CELL = 1.5;

/** Which points are drawn. */
export interface Thinned {
  /** Indices, rising. */
  readonly kept: readonly number[];
  /** Side of the cells of which each has one point, in pixels; 0 where all are drawn. */
  readonly cell: number;
}

/**
 * Chooses the points that are drawn where there are too many: of those in one cell of a square
 * grid the first, with the smallest cells that leave few enough. So crowds lose points and lone
 * ones stay.
 *
 * @param always whether a point is drawn in any case
 */
export function thinPoints(
  places: readonly Place[],
  always: (index: number) => boolean,
  most = MAX_POINTS,
): Thinned {
  if (places.length <= most) return { kept: [...places.keys()], cell: 0 };
  const wanted = [...places.keys()].filter(always);
  for (let cell = SMALLEST_CELL; ; cell *= 1.25) {
    const seen = new Set<string>();
    const cellOf = ({ x, y }: Place): string => `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
    for (const index of wanted) seen.add(cellOf(places[index] ?? { x: 0, y: 0 }));
    const others: number[] = [];
    for (const [index, place] of places.entries()) {
      const key = cellOf(place);
      if (seen.has(key)) continue;
      seen.add(key);
      others.push(index);
    }
    // Cells that hold everything leave one: whatever the points, there is an end.
    if (wanted.length + others.length <= Math.max(most, wanted.length + 4)) {
      return { kept: [...wanted, ...others].sort((a, b) => a - b), cell };
    }
  }
}

/** The sentence of a caption on points that are not drawn; none where all are. */
export function describeThinning(
  { kept, cell }: Thinned,
  total: number,
  what = 'points',
): string[] {
  if (cell === 0) return [];
  return [
    `Drawn: ${formatNumber(kept.length)} of ${formatNumber(total)} ${what}; of those within ${cell.toFixed(1)} pixels of each other one stands for all.`,
  ];
}
