import {
  reachOf,
  type MeasuredGroup,
  type MeasuredOption,
  type SumLimit,
} from './measured-group.ts';

/** Share of the largest score by which rounding may raise the sum over its layers. */
const ROUNDING = 1e-9;

/**
 * A score that no model of a group within the limits exceeds; Infinity where none is known, -Infinity
 * where the limits admit no model.
 *
 * Sums over layers are means of the models of equal layers, weighted by how many layers each option
 * has. So the value and a sum of any model lie in the convex hull of those of the models of equal
 * layers, whose highest point between two limits is a vertex, or is where an edge meets a limit. Each
 * limit gives a bound; the lowest holds. Where layers score differently, the limits are left aside.
 */
export function scoreBound(group: MeasuredGroup, limits: readonly SumLimit[]): number {
  const { options, join, own } = group;
  if (join !== undefined) return Infinity;
  const { low, high } = reachOf(group);
  let bound = high;
  if (own === undefined) {
    for (const [place, limit] of limits.entries()) {
      bound = Math.min(bound, highestWithin(options, place, limit));
    }
  }
  return bound + ROUNDING * Math.max(Math.abs(low), Math.abs(high));
}

function highestWithin(
  options: readonly MeasuredOption[],
  place: number,
  { least, most }: SumLimit,
): number {
  const points = options.map(({ value, sums }) => ({ value, sum: sums[place] ?? NaN }));
  let highest = -Infinity;
  for (const { value, sum } of points) {
    if (sum >= least && sum <= most) highest = Math.max(highest, value);
  }
  for (const limit of [least, most]) {
    const below = points.filter(({ sum }) => sum < limit);
    const above = points.filter(({ sum }) => sum > limit);
    for (const a of below) {
      for (const b of above) {
        const share = (limit - a.sum) / (b.sum - a.sum);
        highest = Math.max(highest, a.value + share * (b.value - a.value));
      }
    }
  }
  return highest;
}
