import { compareIds, rankByScore, type Ranked } from './rank-by-score.ts';
import { mayReach, roundForTies } from './round-for-ties.ts';

interface Kept<Item> {
  readonly item: Item;
  readonly rounded: number;
}

/**
 * The first items of a ranking of any number, in memory for these alone: a heap with the worst of
 * them on top. Whatever the order in which the items come, it holds what {@link rankByScore} puts
 * first, ties and all.
 */
export class BestRanked<Item extends { readonly id: string; readonly score: number }> {
  readonly #size: number;
  // Every item is better than its parent, at (index - 1) >> 1.
  readonly #heap: Kept<Item>[] = [];

  /**
   * @param size how many items to keep
   * @throws RangeError unless that is a whole number from 1
   */
  constructor(size: number) {
    if (!(Number.isInteger(size) && size >= 1)) {
      throw new RangeError(`size must be a whole number from 1, got ${size}`);
    }
    this.#size = size;
  }

  /**
   * Whether an item with that score may be among the first. False is certain; it saves building an
   * item, and rounding its score, which takes longer than everything else here.
   *
   * @throws RangeError where the score is not a finite number: it has no place in a ranking
   */
  mayHold(score: number): boolean {
    if (!Number.isFinite(score)) throw new RangeError(`the score of an item is ${score}`);
    const worst = this.#heap[0];
    if (worst === undefined || this.#heap.length < this.#size) return true;
    return mayReach(score, worst.rounded);
  }

  /**
   * Takes an item into account. No two may have the same id.
   *
   * @returns the item that is not among the first, or not any more; undefined where all are
   * @throws RangeError where its score is not a finite number
   */
  add(item: Item): Item | undefined {
    if (!this.mayHold(item.score)) return item;
    const heap = this.#heap;
    const kept = { item, rounded: roundForTies(item.score) };
    const worst = heap[0];
    if (worst === undefined || heap.length < this.#size) {
      this.#rise(kept);
      return undefined;
    }
    if (!isBetter(kept, worst)) return item;
    this.#sink(kept);
    return worst.item;
  }

  /** The first items with their ranks, from the best. */
  ranking(): Ranked<Item>[] {
    return rankByScore(this.#heap.map(({ item }) => item));
  }

  /** Adds an item at the end and moves it up to where it belongs. */
  #rise(kept: Kept<Item>): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(kept);
    while (index > 0) {
      const parent = heap[(index - 1) >> 1];
      if (parent === undefined || isBetter(kept, parent)) break;
      heap[index] = parent;
      index = (index - 1) >> 1;
    }
    heap[index] = kept;
  }

  /** Puts an item in the place of the worst and moves it down to where it belongs. */
  #sink(kept: Kept<Item>): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const toRight = right !== undefined && isBetter(left, right);
      const worse = toRight ? right : left;
      if (isBetter(worse, kept)) break;
      heap[index] = worse;
      index = 2 * index + (toRight ? 2 : 1);
    }
    heap[index] = kept;
  }
}

function isBetter<Item extends { readonly id: string }>(a: Kept<Item>, b: Kept<Item>): boolean {
  if (a.rounded !== b.rounded) return a.rounded > b.rounded;
  return compareIds(a.item.id, b.item.id) < 0;
}
