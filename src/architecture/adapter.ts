import type { AdaptedModule } from './block.ts';
import { WeightSink, type MatrixOptions, type Size } from './weight-sink.ts';

/** The rank that an adapter has beside a linear layer; null where it leaves the layer alone. */
export function rankBeside(adapter: readonly AdaptedModule[], path: string): number | null {
  // A loop without new texts: every linear layer of every candidate comes here.
  for (const { module, rank } of adapter) {
    if (!path.endsWith(module)) continue;
    const before = path.length - module.length;
    if (before === 0 || path[before - 1] === '.') return rank;
  }
  return null;
}

/**
 * Passes the weights of a block on, those of its adapter among them: after each linear layer that the
 * adapter is beside, W (out x in), a matrix A (r x in) and a matrix B (out x r), whose product is added
 * to W (Hu et al. 2021, "LoRA", section 4.1). Names are those of PEFT.
 */
export class AdaptedSink extends WeightSink {
  readonly #inner: WeightSink;
  readonly #adapter: readonly AdaptedModule[];

  constructor(inner: WeightSink, adapter: readonly AdaptedModule[]) {
    super('layer-norm');
    this.#inner = inner;
    this.#adapter = adapter;
  }

  override matrix(path: string, shape: readonly number[], options?: MatrixOptions): void {
    this.#inner.matrix(path, shape, options);
  }

  override bias(path: string, size: Size): void {
    this.#inner.bias(path, size);
  }

  override scale(path: string, size: Size): void {
    this.#inner.scale(path, size);
  }

  override norm(path: string, size: number): void {
    this.#inner.norm(path, size);
  }

  override alike(count: number, fill: (index: number) => void): void {
    this.#inner.alike(count, fill);
  }

  override linear(
    path: string,
    inputs: number,
    outputs: number,
    options?: MatrixOptions & { readonly bias?: boolean },
  ): void {
    this.#inner.linear(path, inputs, outputs, options);
    const rank = rankBeside(this.#adapter, path);
    if (rank === null) return;
    this.#inner.matrix(`${path}.lora_A.weight`, [rank, inputs]);
    this.#inner.matrix(`${path}.lora_B.weight`, [outputs, rank]);
  }

  protected override constant(): void {
    throw new Error('biases, scales and norms are passed on');
  }
}
