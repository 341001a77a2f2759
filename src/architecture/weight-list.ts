import {
  distributionOf,
  type InitializationContext,
} from '../initialization/initialization-scheme.ts';
import type { NormKind } from './norm.ts';
import { WeightSink, type MatrixOptions, type Size } from './weight-sink.ts';
import { drawnShape, type SubModule, type Weight } from './weight.ts';

/**
 * The weights of a part of the model as its operation lists them. It adds the sub-module and the
 * initialization.
 */
export class WeightList extends WeightSink {
  readonly weights: Weight[] = [];
  readonly #subModule: SubModule | 'other';
  readonly #block: number | null;
  readonly #context: InitializationContext;

  constructor(
    subModule: SubModule | 'other',
    block: number | null,
    context: InitializationContext,
    normKind: NormKind = 'layer-norm',
  ) {
    super(normKind);
    this.#subModule = subModule;
    this.#block = block;
    this.#context = context;
  }

  override matrix(
    path: string,
    shape: readonly number[],
    { writesResidual = false, counts = true, packing = null }: MatrixOptions = {},
  ): void {
    const drawn = drawnShape(shape, packing);
    const distribution = distributionOf({ shape: drawn, writesResidual }, this.#context);
    const subModule = this.#subModule;
    const block = this.#block;
    this.weights.push(
      subModule === 'other' || !counts
        ? { path, shape, subModule, block, counts: 'parameters', distribution }
        : { path, shape, subModule, block, counts: 'capacity', distribution, packing },
    );
  }

  protected override constant(path: string, size: Size, value: number): void {
    this.weights.push({
      path,
      shape: typeof size === 'number' ? [size] : size,
      subModule: this.#subModule,
      block: this.#block,
      counts: 'parameters',
      distribution: { kind: 'constant', value },
    });
  }
}
