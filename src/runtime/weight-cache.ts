import { sizeOf, type Weight } from '../architecture/weight.ts';
import { drawEntries, type FloatEntries } from '../forward/draw-entries.ts';
import type { FloatType } from '../onnx/graph.ts';

/**
 * Weights that were drawn, for architectures that have the same ones: of the models of a search
 * space most are shared. What was not asked for longest goes first.
 */
export class WeightCache {
  readonly #limit: number;
  readonly #kept = new Map<string, FloatEntries>();
  #bytes = 0;

  /** @param limit bytes that are kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The bytes that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * What {@link drawEntries} gives, which nobody may write to. Kept are single-precision numbers
   * alone, which all types are made of.
   */
  readonly entries = (weight: Weight, seed: number, type: FloatType): FloatEntries => {
    const key = keyOf(weight, seed);
    const known = this.#kept.get(key);
    const entries = known ?? drawEntries(weight, seed, 'float32');
    if (known === undefined) {
      this.#keep(key, entries);
    } else {
      this.#kept.delete(key);
      this.#kept.set(key, known);
    }
    return type === 'float32' ? entries : new Float64Array(entries);
  };

  #keep(key: string, drawn: FloatEntries): void {
    if (drawn.byteLength > this.#limit) return;
    for (const [oldest, entries] of this.#kept) {
      if (this.#bytes + drawn.byteLength <= this.#limit) break;
      this.#kept.delete(oldest);
      this.#bytes -= entries.byteLength;
    }
    this.#kept.set(key, drawn);
    this.#bytes += drawn.byteLength;
  }
}

/** What the entries depend on: those of a constant weight on no more than how many there are. */
function keyOf(weight: Weight, seed: number): string {
  const { distribution } = weight;
  return distribution.kind === 'constant'
    ? JSON.stringify([sizeOf(weight), distribution.value])
    : JSON.stringify([weight.path, sizeOf(weight), distribution, seed]);
}
