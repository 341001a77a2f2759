/** Items that are kept beyond those that are wanted, so that sorting is seldom. */
const SPARE = 1024;

/** The first of any number of items by an order, in memory for about twice as many. */
export class FirstItems<Item> {
  readonly #size: number;
  readonly #compare: (a: Item, b: Item) => number;
  #items: Item[] = [];

  constructor(size: number, compare: (a: Item, b: Item) => number) {
    this.#size = size;
    this.#compare = compare;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= 2 * this.#size + SPARE) this.#items = this.items();
  }

  /** The first of the items so far, in their order. */
  items(): Item[] {
    return this.#items.sort(this.#compare).slice(0, this.#size);
  }
}
