import { GROUP_SIZE, randomWords } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';

/**
 * The items in an order drawn by a seed (Fisher and Yates), so that the first k of them are a
 * random sample and the sample of a larger k holds it. It depends on the seed, the purpose and the
 * order in which the items came.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param purpose keeps these random numbers apart from others of the same seed
 */
export function shuffled<Item>(items: readonly Item[], seed: number, purpose: string): Item[] {
  const stream = weightStream(seed, purpose);
  const words = new Uint32Array(GROUP_SIZE);
  const rest = [...items];
  const drawn: Item[] = [];
  while (rest.length > 0) {
    const at = drawn.length % GROUP_SIZE;
    if (at === 0) randomWords(stream, drawn.length / GROUP_SIZE, 0, words);
    // A word times the length: an item's probability is off by less than 2^-32.
    const chosen = Math.floor(((words[at] ?? 0) * rest.length) / 2 ** 32);
    const item = rest[chosen];
    const last = rest.pop();
    if (item === undefined || last === undefined) break;
    if (chosen < rest.length) rest[chosen] = last;
    drawn.push(item);
  }
  return drawn;
}
