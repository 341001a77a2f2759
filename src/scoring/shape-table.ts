/** Shapes that a table has slots for; a search space has some dozens. */
const SLOTS_LOG = 12;

/** Numbers of a slot: rows, columns, value, and one that makes it a power of two. */
const STRIDE = 4;

/**
 * A number for each shape that was asked for last, in a few nanoseconds: a shape has one slot, and
 * takes it from the one that was there. A Map takes several times as long.
 */
export class ShapeTable {
  #slots: Float64Array | undefined;

  /** The number of a shape; undefined where it is not (or no longer) known. */
  get(rows: number, cols: number): number | undefined {
    const slots = this.#slots;
    if (slots === undefined) return undefined;
    const at = slotOf(rows, cols);
    // A free slot holds NaN, which equals nothing.
    return slots[at] === rows && slots[at + 1] === cols ? slots[at + 2] : undefined;
  }

  set(rows: number, cols: number, value: number): void {
    // Most tables of most runs stay empty.
    this.#slots ??= new Float64Array(STRIDE << SLOTS_LOG).fill(NaN);
    const at = slotOf(rows, cols);
    this.#slots[at] = rows;
    this.#slots[at + 1] = cols;
    this.#slots[at + 2] = value;
  }
}

/** Where a shape belongs: by multiplicative hashing, of whose product the upper bits are the best. */
function slotOf(rows: number, cols: number): number {
  const hash = Math.imul(Math.imul(rows, 0x9e3779b1) + cols, 0x85ebca6b);
  return (hash >>> (32 - SLOTS_LOG)) * STRIDE;
}
