/**
 * How far each item of a front is from its neighbours (Deb et al. 2002, III-B): over all objectives the sum of the
 * distances between its two neighbours along each, as parts of the range of the front; Infinity for the
 * first and the last along any. Items that are equal along an objective stay in their order, and an
 * objective in which all are equal adds nothing besides its ends.
 *
 * @param front the values of each item, as many for all
 */
export function crowdingDistances(front: readonly (readonly number[])[]): number[] {
  const distances = front.map(() => 0);
  const objectives = front[0]?.length ?? 0;
  for (let objective = 0; objective < objectives; objective++) {
    const valueOf = (item = -1): number => front[item]?.[objective] ?? NaN;
    const order = [...front.keys()].sort((a, b) => valueOf(a) - valueOf(b));
    const range = valueOf(order.at(-1)) - valueOf(order[0]);
    for (const [place, item] of order.entries()) {
      const isEnd = place === 0 || place === order.length - 1;
      const gap = isEnd ? Infinity : valueOf(order[place + 1]) - valueOf(order[place - 1]);
      const part = isEnd ? gap : range === 0 ? 0 : gap / range;
      distances[item] = (distances[item] ?? 0) + part;
    }
  }
  return distances;
}
