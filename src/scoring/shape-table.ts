/** Shapes that a table has slots for, as a power of two; a search space has some dozens. */
const SLOTS_LOG = 10;

/** Numbers of a slot: rows, columns, value, and whether it is taken. */
const STRIDE = 4;

/**
 * What a distribution depends on besides the shape and the context; a `third` is one of three
 * matrices that are stored and drawn as one.
 */
export type WeightKind = 'plain' | 'residual' | 'depthwise' | 'third';

/**
 * A number for each shape that was asked for last, in a few nanoseconds: a shape has one slot, and
 * takes it from the one that was there. A Map takes several times as long.
 */
export class ShapeTable {
  /** What the weights of these shapes have in common. */
  readonly kind: WeightKind;
  #slots: Float64Array | undefined;

  constructor(kind: WeightKind) {
    this.kind = kind;
  }

  /** The number of a shape; undefined where it is not (or no longer) known. */
  get(rows: number, cols: number): number | undefined {
    const slots = this.#slots;
    if (slots === undefined) return undefined;
    const at = slotOf(rows, cols);
    const isKnown = slots[at] === rows && slots[at + 1] === cols && slots[at + 3] === 1;
    return isKnown ? slots[at + 2] : undefined;
  }

  set(rows: number, cols: number, value: number): void {
    // Most tables of most runs stay empty. All zeros, since filling one takes longer than its use.
    this.#slots ??= new Float64Array(STRIDE << SLOTS_LOG);
    const at = slotOf(rows, cols);
    this.#slots[at] = rows;
    this.#slots[at + 1] = cols;
    this.#slots[at + 2] = value;
    this.#slots[at + 3] = 1;
  }
}

/** Where a shape belongs: by multiplicative hashing, of whose product the upper bits are the best. */
function slotOf(rows: number, cols: number): number {
  const hash = Math.imul(Math.imul(rows, 0x9e3779b1) + cols, 0x85ebca6b);
  return (hash >>> (32 - SLOTS_LOG)) * STRIDE;
}
