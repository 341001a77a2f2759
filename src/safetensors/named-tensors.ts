import { bareName } from './bare-name.ts';
import type { Tensor } from './tensor.ts';

/** First parts of names that a class puts before those of its model. */
const MAX_PREFIX = 2;

/** Tensors by the names that a model gives its weights, whatever class it was saved with. */
export class NamedTensors {
  readonly #whole = new Map<string, Tensor>();
  /** By their last parts; null where two have the same. */
  readonly #ends = new Map<string, Tensor | null>();

  constructor(tensors: readonly Tensor[]) {
    for (const tensor of tensors) {
      const name = plainName(tensor.path);
      this.#whole.set(name, tensor);
      const parts = name.split('.');
      for (let start = 1; start <= MAX_PREFIX && start < parts.length; start++) {
        const end = parts.slice(start).join('.');
        this.#ends.set(end, this.#ends.has(end) ? null : tensor);
      }
    }
  }

  /** The tensor of a weight of the model; undefined where there is none. */
  find(path: string): Tensor | undefined {
    const parts = plainName(path).split('.');
    for (let start = 0; start <= MAX_PREFIX && start < parts.length; start++) {
      const name = parts.slice(start).join('.');
      const found = this.#whole.get(name) ?? this.#ends.get(name);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  }
}

/** A name without what wrappers add, and with today's names for the scale and the shift of a norm. */
function plainName(path: string): string {
  return bareName(path)
    .replace(/\.gamma$/, '.weight')
    .replace(/\.beta$/, '.bias');
}
