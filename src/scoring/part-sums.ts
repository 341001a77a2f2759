import type { NormKind } from '../architecture/norm.ts';
import type { ClosedSums } from '../architecture/operations/closed-sums.ts';
import { packedShapes, type Packing } from '../architecture/packing.ts';
import { WeightSink, type MatrixOptions, type Size } from '../architecture/weight-sink.ts';
import { drawnShape, stackedShapeOf } from '../architecture/weight.ts';
import type { CapacityContext, ShapeCapacities } from './shape-capacities.ts';
import type { ShapeTable } from './shape-table.ts';

/** Sums of capacities and parameters over the weights of one sub-module, in their order. */
export class PartSums implements ClosedSums {
  capacity = 0;
  parameters = 0;
  /** The largest capacity without its sign; NaN where one is. */
  largest = 0;
  readonly #capacities: ShapeCapacities;
  #context: CapacityContext;
  /** Capacities that are being repeated, in their order; null where none are. */
  #added: number[] | null = null;

  constructor(capacities: ShapeCapacities) {
    this.#capacities = capacities;
    this.#context = capacities.contextOf(0, 0);
  }

  /** Starts the sums of another architecture. */
  start(context: CapacityContext): void {
    this.capacity = 0;
    this.parameters = 0;
    this.largest = 0;
    this.#context = context;
  }

  matrix(rows: number, cols: number): void {
    this.#add(rows, cols, this.#context.plain);
  }

  residual(rows: number, cols: number): void {
    this.#add(rows, cols, this.#context.residual);
  }

  depthwise(channels: number, kernelSize: number): void {
    this.#add(channels, kernelSize, this.#context.depthwise);
  }

  fusedThirds(rows: number, cols: number): void {
    const each = this.#capacities.of(rows, cols, this.#context.third, this.#context);
    this.#addCapacity(each + each + each);
    this.parameters += 3 * rows * cols;
  }

  plain(count: number): void {
    this.parameters += count;
  }

  /** Adds a weight of any shape, output first, or the matrices that it holds. */
  shaped(shape: readonly number[], writesResidual: boolean, packing: Packing | null): void {
    if (packing === null) {
      this.#addCapacity(this.#capacities.ofShape(shape, writesResidual, this.#context));
      return;
    }
    const drawn = drawnShape(shape, packing);
    const capacities = packedShapes(stackedShapeOf({ shape }), packing).map((part) =>
      this.#capacities.ofPart(part, drawn, writesResidual, this.#context),
    );
    const { counted = packing.stack } = packing;
    let sum = 0;
    for (let layer = 0; layer < counted; layer++) {
      for (const capacity of capacities) sum += capacity;
    }
    this.#addCapacity(sum);
  }

  /** Adds what `fill` adds, so many times, one after another. */
  repeat(count: number, fill: () => void): void {
    if (count === 0) return;
    const outer = this.#added;
    const added: number[] = [];
    this.#added = added;
    const before = this.parameters;
    fill();
    this.#added = outer;
    const own = this.parameters - before;
    for (let index = 1; index < count; index++) {
      for (const capacity of added) this.capacity += capacity;
      this.parameters += own;
    }
    for (let index = 0; outer !== null && index < count; index++) outer.push(...added);
  }

  #add(rows: number, cols: number, table: ShapeTable): void {
    this.#addCapacity(this.#capacities.of(rows, cols, table, this.#context));
    this.parameters += rows * cols;
  }

  #addCapacity(capacity: number): void {
    this.capacity += capacity;
    this.#added?.push(capacity);
    const size = Math.abs(capacity);
    // Negated, so that a NaN is the largest of all and stays it.
    if (!(size <= this.largest)) this.largest = size > this.largest ? size : NaN;
  }
}

/** Sums up the weights of a part that are listed. */
export class SummingSink extends WeightSink {
  readonly #sums: PartSums | null;
  #parameters = 0;

  /** @param sums of the sub-module; null for a part whose weights are parameters alone */
  constructor(normKind: NormKind, sums: PartSums | null) {
    super(normKind);
    this.#sums = sums;
  }

  /** The number of parameters, where there are no sums of a sub-module. */
  get parameters(): number {
    return this.#parameters;
  }

  override alike(count: number, fill: (index: number) => void): void {
    if (this.#sums === null) super.alike(count, fill);
    else {
      this.#sums.repeat(count, () => {
        fill(0);
      });
    }
  }

  override matrix(
    _path: string,
    shape: readonly number[],
    { writesResidual = false, counts = true, packing = null }: MatrixOptions = {},
  ): void {
    let size = 1;
    for (const length of shape) size *= length;
    this.constant('', size);
    if (counts) this.#sums?.shaped(shape, writesResidual, packing);
  }

  protected override constant(_path: string, of: Size): void {
    const size = typeof of === 'number' ? of : of.reduce((product, length) => product * length, 1);
    if (this.#sums === null) this.#parameters += size;
    else this.#sums.plain(size);
  }
}
