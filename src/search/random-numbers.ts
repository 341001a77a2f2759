import { GROUP_SIZE, randomWords } from '../initialization/random-words.ts';
import { weightStream, type WeightStream } from '../initialization/weight-stream.ts';

const WORD = 2 ** 32;

/**
 * Random numbers one after another, those of a seed and a name: two sequences of different names are
 * independent, so that what one child of a search draws depends on no other child.
 */
export class RandomNumbers {
  readonly #stream: WeightStream;
  readonly #words = new Uint32Array(GROUP_SIZE);
  #drawn = 0;

  /**
   * @param seed a whole number from 0 to 2^53 - 1
   * @throws RangeError on any other
   */
  constructor(seed: number, name: string) {
    this.#stream = weightStream(seed, name);
  }

  /**
   * A whole number from 0, below a count. The upper half of (32-bit word * count): a chance differs
   * from 1 / count by less than 2^-32.
   */
  below(count: number): number {
    return Math.floor((this.#word() * count) / WORD);
  }

  /** True with a probability. */
  chance(probability: number): boolean {
    return this.#word() < probability * WORD;
  }

  #word(): number {
    const place = this.#drawn % GROUP_SIZE;
    if (place === 0) randomWords(this.#stream, this.#drawn / GROUP_SIZE, 0, this.#words);
    this.#drawn += 1;
    return this.#words[place] ?? 0;
  }
}
