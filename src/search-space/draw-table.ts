import { drawChoices } from './draw-choices.ts';
import type { SearchSpace } from './search-space.ts';

/** The draw number in an empty slot. */
const EMPTY = -1;

/**
 * The candidates of a sample, each by the number of its draw and a hash of its choices, in 24 to 48
 * bytes. Where hashes are equal the earlier candidate is drawn again and compared, so the answer is
 * exact.
 */
export class DrawTable {
  readonly #space: Pick<SearchSpace, 'axes' | 'stream'>;
  readonly #seed: number;
  #hashes = new Uint32Array(1024);
  #draws = new Float64Array(1024).fill(EMPTY);
  #size = 0;
  readonly #earlier: number[] = [];

  constructor(space: Pick<SearchSpace, 'axes' | 'stream'>, seed: number) {
    this.#space = space;
    this.#seed = seed;
  }

  /** Number of candidates. */
  get size(): number {
    return this.#size;
  }

  /** Whether the table holds a candidate. */
  has(choices: readonly number[]): boolean {
    return this.#slotOf(choices, hashOf(choices)) === undefined;
  }

  /** Adds the candidate of a draw; false if it is there already. */
  add(choices: readonly number[], draw: number): boolean {
    const hash = hashOf(choices);
    const slot = this.#slotOf(choices, hash);
    if (slot === undefined) return false;
    this.#hashes[slot] = hash;
    this.#draws[slot] = draw;
    this.#size += 1;
    // At most half full: longer runs of taken slots would cost more than the memory.
    if (this.#size * 2 > this.#draws.length) this.#grow();
    return true;
  }

  /** The slot for a candidate; undefined if it has one. */
  #slotOf(choices: readonly number[], hash: number): number | undefined {
    const mask = this.#draws.length - 1;
    let slot = hash & mask;
    for (;;) {
      const draw = this.#draws[slot] ?? EMPTY;
      if (draw === EMPTY) return slot;
      if (this.#hashes[slot] === hash && this.#isOf(draw, choices)) return undefined;
      slot = (slot + 1) & mask;
    }
  }

  #isOf(draw: number, choices: readonly number[]): boolean {
    drawChoices(this.#space, this.#seed, draw, this.#earlier);
    return (
      this.#earlier.length === choices.length &&
      this.#earlier.every((choice, place) => choice === choices[place])
    );
  }

  #grow(): void {
    const [hashes, draws] = [this.#hashes, this.#draws];
    this.#hashes = new Uint32Array(2 * hashes.length);
    this.#draws = new Float64Array(2 * draws.length).fill(EMPTY);
    const mask = this.#draws.length - 1;
    for (const [old, draw] of draws.entries()) {
      if (draw === EMPTY) continue;
      const hash = hashes[old] ?? 0;
      let slot = hash & mask;
      while (this.#draws[slot] !== EMPTY) slot = (slot + 1) & mask;
      this.#hashes[slot] = hash;
      this.#draws[slot] = draw;
    }
  }
}

/** FNV-1a over the choices, then the finalizer of MurmurHash3, since the low bits choose a slot. */
function hashOf(choices: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const choice of choices) hash = Math.imul(hash ^ choice, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
