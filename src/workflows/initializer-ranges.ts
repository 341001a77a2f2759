import type { Architecture } from '../architecture/architecture.ts';

/** The initializer range of a score that has to use that of each candidate. */
export const DECLARED = 'declared';

/** A standard deviation of all weights at initialization, or that which each candidate declares. */
export type InitializerRange = number | typeof DECLARED;

/** The range that all candidates are compared at by default: that of BERT, GPT-2 and Llama. */
export const DEFAULT_INITIALIZER_RANGE = 0.02;

/** The ranges that candidates declare, as a document carries them. */
export interface DeclaredRanges {
  readonly least: number;
  readonly most: number;
  /** Candidates whose range is another one than is used. */
  readonly others: number;
}

/**
 * One initializer range for all candidates: a larger one makes the score of a model higher, but not
 * the model better. Remembers what they declare.
 */
export class InitializerRanges {
  readonly setting: InitializerRange;
  #least = Infinity;
  #most = -Infinity;
  #others = 0;

  constructor(setting: InitializerRange = DEFAULT_INITIALIZER_RANGE) {
    this.setting = setting;
  }

  /** The same candidate at the range that is compared. */
  unify<Item extends { readonly architecture: Architecture }>(candidate: Item): Item {
    const { architecture } = candidate;
    const { initializerRange } = architecture;
    if (initializerRange < this.#least) this.#least = initializerRange;
    if (initializerRange > this.#most) this.#most = initializerRange;
    if (this.setting === DECLARED || initializerRange === this.setting) return candidate;
    this.#others += 1;
    return { ...candidate, architecture: { ...architecture, initializerRange: this.setting } };
  }

  /** What the candidates so far declare; null where all declare the one that is used. */
  get declared(): DeclaredRanges | null {
    const [least, most] = [this.#least, this.#most];
    const differ = this.setting === DECLARED ? least < most : this.#others > 0;
    return differ ? { least, most, others: this.#others } : null;
  }
}
