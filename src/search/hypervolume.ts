/** A point in the plane of score and cost. */
export interface FrontPoint {
  readonly cost: number;
  /** Higher is better. */
  readonly score: number;
}

/**
 * The area that points dominate up to a reference point: of all that costs more and scores less than
 * one of them, and less and more than the reference. Exact in two dimensions: the sum of one rectangle
 * for each point of the front. In units of the score times those of the cost. O(n log n).
 *
 * @param points finite, in any order, dominated ones included; those beyond the reference add nothing
 * @param reference a cost above and a score below those of interest
 */
export function hypervolume(points: readonly FrontPoint[], reference: FrontPoint): number {
  const sorted = points
    .filter(({ cost, score }) => cost < reference.cost && score > reference.score)
    .sort((a, b) => a.cost - b.cost || b.score - a.score);
  let area = 0;
  let height = reference.score;
  for (const { cost, score } of sorted) {
    if (score <= height) continue;
    area += (reference.cost - cost) * (score - height);
    height = score;
  }
  return area;
}

/** Share of the range of all points by which the reference lies beyond the worst of them. */
const MARGIN = 0.1;

/**
 * The reference point of points: the highest cost and the lowest score among them, and a tenth of the
 * range more, so that the ends of a front count too.
 *
 * @param points at least one
 */
export function referencePoint(points: Iterable<FrontPoint>): FrontPoint {
  const cost = { low: Infinity, high: -Infinity };
  const score = { low: Infinity, high: -Infinity };
  for (const point of points) {
    cost.low = Math.min(cost.low, point.cost);
    cost.high = Math.max(cost.high, point.cost);
    score.low = Math.min(score.low, point.score);
    score.high = Math.max(score.high, point.score);
  }
  return {
    cost: cost.high + MARGIN * (cost.high - cost.low),
    score: score.low - MARGIN * (score.high - score.low),
  };
}
