import { GROUP_SIZE, randomWords } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';
import { walk } from './axis.ts';
import type { SearchSpace } from './search-space.ts';

const words = new Uint32Array(GROUP_SIZE);

/**
 * Draws the choices of draw number `index` of a space under a seed: every axis uniform over its
 * options and independent of the others. They depend on the two numbers and the space alone, so any
 * part of a sample can be drawn again.
 *
 * The n-th choice is `floor(word * options / 2^32)` of random word n of the stream named after the
 * space's form and the index (see {@link weightStream}); the bias for the longest lists that a space
 * may have is below one in 2^16.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param index a whole number from 0 to 2^53 - 1
 * @param choices is overwritten with them
 * @throws RangeError on any other seed or index
 */
export function drawChoices(
  { axes, stream: name }: Pick<SearchSpace, 'axes' | 'stream'>,
  seed: number,
  index: number,
  choices: number[],
): void {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(`index must be a whole number from 0, got ${index}`);
  }
  const stream = weightStream(seed, `${name}/${index}`);
  let drawn = 0;
  walk(axes, (count) => {
    if (drawn % GROUP_SIZE === 0) randomWords(stream, drawn / GROUP_SIZE, 0, words);
    const word = words[drawn % GROUP_SIZE] ?? 0;
    const choice = Math.floor((word * count) / 2 ** 32);
    choices[drawn] = choice;
    drawn += 1;
    return choice;
  });
  choices.length = drawn;
}
