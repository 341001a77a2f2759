import { mayReach, roundForTies } from '../scoring/round-for-ties.ts';

/** Items of the front that are equal in both. */
interface Step<Item> {
  readonly cost: number;
  readonly score: number;
  readonly items: Item[];
}

/**
 * The front of any number of items, one after another, in memory for the front alone: those that no
 * other beats by costing no more and scoring no less, and differing in one of the two. Costs and
 * scores are compared after rounding to 12 significant digits, and items that are equal in both
 * are on the front together. Whatever the order in which the items come, it holds what
 * `paretoFront` finds among all of them. O(log f) for an item that is beaten, f being the length of
 * the front.
 */
export class GrowingFront<Item> {
  // By rising cost, and so by rising score: a step that costs more and scores no more is beaten.
  readonly #steps: Step<Item>[] = [];

  /**
   * Whether an item of that cost and score may be on the front of the items so far. False is
   * certain; it saves building the item.
   *
   * @throws RangeError where one of the two is not a finite number
   */
  mayHold(cost: number, score: number): boolean {
    if (!(Number.isFinite(cost) && Number.isFinite(score))) {
      throw new RangeError(`an item costs ${cost} and scores ${score}: expected numbers`);
    }
    const rival = this.#steps[this.#placeOf(cost) - 1];
    return rival === undefined || mayReach(score, rival.score);
  }

  /**
   * Takes an item into account.
   *
   * @throws RangeError where its cost or its score is not a finite number
   */
  add(cost: number, score: number, item: Item): void {
    if (!this.mayHold(cost, score)) return;
    const steps = this.#steps;
    const own = { cost: roundForTies(cost), score: roundForTies(score), items: [item] };
    let place = this.#placeOf(own.cost);
    const rival = steps[place - 1];
    if (rival !== undefined && rival.score >= own.score) {
      if (rival.cost === own.cost && rival.score === own.score) rival.items.push(item);
      return;
    }
    if (rival?.cost === own.cost) place -= 1;
    let end = place;
    for (let step = steps[end]; step !== undefined && step.score <= own.score; step = steps[end]) {
      end += 1;
    }
    steps.splice(place, end - place, own);
  }

  /** Items on the front. */
  get size(): number {
    return this.#steps.reduce((sum, { items }) => sum + items.length, 0);
  }

  /** The items on the front by rising cost, equals in the order in which they came. */
  items(): Item[] {
    return this.#steps.flatMap(({ items }) => items);
  }

  /** How many steps cost no more. */
  #placeOf(cost: number): number {
    let low = 0;
    let high = this.#steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const step = this.#steps[middle];
      if (step !== undefined && step.cost <= cost) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
