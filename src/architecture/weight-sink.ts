import type { NormKind } from './norm.ts';
import type { Packing } from './packing.ts';

/** How a weight is drawn, as far as its place decides it. */
export interface MatrixOptions {
  /** Whether the output is added to the residual stream; false if absent. */
  readonly writesResidual?: boolean;
  /** Whether it counts for the capacity of its sub-module; true if absent. */
  readonly counts?: boolean;
  /** How it holds several matrices; null if absent. */
  readonly packing?: Packing | null;
}

/** The number of entries of a vector, or the sizes of what is stored in another shape. */
export type Size = number | readonly number[];

/** What takes the weights of a part of the model, as its operation lists them. */
export abstract class WeightSink {
  readonly #normKind: NormKind;

  constructor(normKind: NormKind) {
    this.#normKind = normKind;
  }

  /** A weight of two or more dimensions, output first; it counts for capacity in a sub-module. */
  abstract matrix(path: string, shape: readonly number[], options?: MatrixOptions): void;

  /** A vector that starts from a constant. */
  protected abstract constant(path: string, size: Size, value: number): void;

  /** A bias of zeros. */
  bias(path: string, size: Size): void {
    this.constant(path, size, 0);
  }

  /** Scales of ones that belong to no norm of the model's kind. */
  scale(path: string, size: Size): void {
    this.constant(path, size, 1);
  }

  /** `path.weight` (outputs x inputs) and, unless it has none, `path.bias` of a linear layer. */
  linear(
    path: string,
    inputs: number,
    outputs: number,
    options: MatrixOptions & { readonly bias?: boolean } = {},
  ): void {
    this.matrix(`${path}.weight`, [outputs, inputs], options);
    if (options.bias !== false) this.bias(`${path}.bias`, outputs);
  }

  /**
   * Takes parts that are alike but for their names, as experts are.
   *
   * @param fill names the weights of one of them, from 0 to below `count`
   */
  alike(count: number, fill: (index: number) => void): void {
    for (let index = 0; index < count; index++) fill(index);
  }

  /** Scale (ones) and shift (zeros) of a norm, or what of them the norms of the model have. */
  norm(path: string, size: number): void {
    if (this.#normKind === 'fixed-norm') return;
    this.constant(`${path}.weight`, size, 1);
    if (this.#normKind === 'layer-norm' || this.#normKind === 'scale-and-shift')
      this.constant(`${path}.bias`, size, 0);
  }
}
