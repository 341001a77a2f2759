import { sizeOf, type Weight } from '../architecture/weight.ts';
import { drawEntries, type FloatEntries } from '../forward/draw-entries.ts';
import type { FloatType } from '../graph/graph.ts';

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

  /** What {@link drawEntries} gives, which nobody may write to. */
  readonly entries = (weight: Weight, seed: number, type: FloatType): FloatEntries => {
    // They are drawn in single precision, and widening them is quicker than drawing them again.
    if (type === 'float64') return new Float64Array(this.entries(weight, seed, 'float32'));
    const key = keyOf(weight, seed);
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const drawn = drawEntries(weight, seed, 'float32');
    this.#keep(key, drawn);
    return drawn;
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
