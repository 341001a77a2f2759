/** A priority queue: the first item by an order, whenever it is asked for. */
export class Heap<Item> {
  readonly #items: Item[];
  readonly #before: (a: Item, b: Item) => boolean;

  /** @param before whether the first comes before the second */
  constructor(items: readonly Item[], before: (a: Item, b: Item) => boolean) {
    this.#items = [...items];
    this.#before = before;
    for (let index = (items.length >> 1) - 1; index >= 0; index--) this.#sink(index);
  }

  push(item: Item): void {
    const items = this.#items;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !this.#before(item, above)) break;
      items[index] = above;
      items[parent] = item;
      index = parent;
    }
  }

  /** The first item, which is taken out; undefined where there is none. */
  pop(): Item | undefined {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return last;
    items[0] = last;
    this.#sink(0);
    return first;
  }

  #sink(start: number): void {
    const items = this.#items;
    const item = items[start];
    if (item === undefined) return;
    let index = start;
    for (;;) {
      let child = 2 * index + 1;
      const left = items[child];
      if (left === undefined) break;
      let next = left;
      const right = items[child + 1];
      if (right !== undefined && this.#before(right, left)) {
        next = right;
        child += 1;
      }
      if (!this.#before(next, item)) break;
      items[index] = next;
      index = child;
    }
    items[index] = item;
  }
}
