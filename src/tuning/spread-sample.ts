import type { Capacities } from '../scoring/balance.ts';
import { shuffled } from './shuffle.ts';

/**
 * A sample that spreads over both capacities: items sorted by attention capacity are cut into
 * about sqrt(size) groups, each group sorted by feed-forward capacity into cells of equally many
 * items, and one item is drawn from every cell. What alpha has to weigh is how quality moves with
 * the one and with the other; a simple random sample of a few often holds little of that. Every
 * item has nearly the same chance (cells differ by at most one item). No label is looked at.
 *
 * @param size how many, at least 1
 * @param seed a whole number from 0 to 2^53 - 1
 * @returns all items where there are not more than `size`
 */
export function spreadSample<Item>(
  items: readonly Item[],
  capacityOf: (item: Item) => Capacities,
  size: number,
  seed: number,
): Item[] {
  if (items.length <= size) return [...items];
  // In an order that is drawn, so that chance decides where equal capacities fall, and the first
  // item of every cell is one drawn from it.
  const drawn = shuffled(items, seed, 'tuning/sample').map((item, place) => {
    const { attention, feedForward } = capacityOf(item);
    return { item, place, attention, feedForward };
  });
  const byAttention = drawn.toSorted((a, b) => a.attention - b.attention);
  const groups = Math.floor(Math.sqrt(size));
  const startOf = (cell: number): number => Math.floor((items.length * cell) / size);
  const sample: Item[] = [];
  for (let group = 0; group < groups; group++) {
    const [firstCell, endCell] = [group, group + 1].map((at) => Math.floor((size * at) / groups));
    if (firstCell === undefined || endCell === undefined) break;
    const byFeedForward = byAttention
      .slice(startOf(firstCell), startOf(endCell))
      .sort((a, b) => a.feedForward - b.feedForward || a.place - b.place);
    for (let cell = firstCell; cell < endCell; cell++) {
      const from = startOf(cell) - startOf(firstCell);
      const to = startOf(cell + 1) - startOf(firstCell);
      const [first, ...others] = byFeedForward.slice(from, to);
      if (first === undefined) continue;
      sample.push(
        others.reduce((one, other) => (other.place < one.place ? other : one), first).item,
      );
    }
  }
  return sample;
}
