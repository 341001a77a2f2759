import {
  distributionOf,
  type InitializationContext,
} from '../initialization/initialization-scheme.ts';
import type { SubModule, Weight } from './weight.ts';

/**
 * The weights of a part of the model as its operation lists them: it knows their paths, the
 * sub-module and the initialization, so that an operation says only what it has.
 */
export class WeightList {
  readonly weights: Weight[] = [];
  readonly #subModule: SubModule | 'other';
  readonly #block: number | null;
  readonly #context: InitializationContext;

  constructor(
    subModule: SubModule | 'other',
    block: number | null,
    context: InitializationContext,
  ) {
    this.#subModule = subModule;
    this.#block = block;
    this.#context = context;
  }

  /** A weight of two or more dimensions, output first; it counts for capacity in a sub-module. */
  matrix(path: string, shape: readonly number[], options: { writesResidual?: boolean } = {}): void {
    const { writesResidual = false } = options;
    const distribution = distributionOf({ shape, writesResidual }, this.#context);
    const subModule = this.#subModule;
    const block = this.#block;
    this.weights.push(
      subModule === 'other'
        ? { path, shape, subModule, block, counts: 'parameters', distribution }
        : { path, shape, subModule, block, counts: 'capacity', distribution },
    );
  }

  /** A bias of `size` zeros. */
  bias(path: string, size: number): void {
    this.#constant(path, size, 0);
  }

  /** `path.weight` (outputs x inputs) and, unless it has none, `path.bias` of a linear layer. */
  linear(
    path: string,
    inputs: number,
    outputs: number,
    { bias = true, writesResidual = false }: { bias?: boolean; writesResidual?: boolean } = {},
  ): void {
    this.matrix(`${path}.weight`, [outputs, inputs], { writesResidual });
    if (bias) this.bias(`${path}.bias`, outputs);
  }

  /** Scale (ones) and shift (zeros) of a layer normalization. */
  layerNorm(path: string, size: number): void {
    this.#constant(`${path}.weight`, size, 1);
    this.#constant(`${path}.bias`, size, 0);
  }

  #constant(path: string, size: number, value: number): void {
    this.weights.push({
      path,
      shape: [size],
      subModule: this.#subModule,
      block: this.#block,
      counts: 'parameters',
      distribution: { kind: 'constant', value },
    });
  }
}
