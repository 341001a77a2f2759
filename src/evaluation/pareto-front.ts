import { roundForTies } from '../scoring/round-for-ties.ts';

/**
 * Which items no other beats: an item is beaten by one that costs no more and scores no less, and
 * differs in one of the two. Costs and scores are compared after rounding to 12 significant digits,
 * since a cost may be a sum whose last bit depends on the order of its terms; items that are equal
 * in both are on the front together. O(n log n).
 *
 * @param items every number finite
 * @returns one answer per item, in the order of the items
 * @throws RangeError where a number is not finite
 */
export function paretoFront(
  items: readonly { readonly cost: number; readonly score: number }[],
): boolean[] {
  const sorted = items.map(({ cost, score }, index) => {
    if (!(Number.isFinite(cost) && Number.isFinite(score))) {
      throw new RangeError(`item ${index} costs ${cost} and scores ${score}: expected numbers`);
    }
    return { index, cost: roundForTies(cost), score: roundForTies(score) };
  });
  sorted.sort((a, b) => a.cost - b.cost || b.score - a.score);
  const onFront = items.map(() => false);
  let best = { cost: NaN, score: -Infinity };
  for (const { index, cost, score } of sorted) {
    if (score > best.score) best = { cost, score };
    onFront[index] = score === best.score && cost === best.cost;
  }
  return onFront;
}
