import { MAX_ATTEMPTS, GROUP_SIZE, randomWords } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';

/** The name of the stream that tokens are drawn from, which no weight has. */
const STREAM = 'tokens';

/** Positions of a sequence in the stream: more than any context. */
const STRIDE = 2 ** 24;

/**
 * Tokens of a batch, sequence by sequence: each a function of seed, sequence, position and vocabulary alone,
 * independent and uniform over the vocabulary. A longer batch or longer sequences begin with the same.
 *
 * Token t of sequence b is made of number `2^24 b + t` of the stream "tokens" of the seed, of its word
 * (see `randomWords`) modulo the vocabulary; a word of the last, incomplete round of the vocabulary
 * is drawn again.
 *
 * @param vocabSize tokens, from 1 to 2^32
 * @param sequenceLength positions, at most 2^24
 * @returns ids from 0, [batch, sequenceLength]
 * @throws RangeError where they are not
 */
export function drawTokens(
  seed: number,
  batch: number,
  sequenceLength: number,
  vocabSize: number,
): Uint32Array {
  if (!(Number.isSafeInteger(vocabSize) && vocabSize >= 1 && vocabSize <= 2 ** 32)) {
    throw new RangeError(`a vocabulary has from 1 to 2^32 tokens, got ${vocabSize}`);
  }
  if (sequenceLength > STRIDE) throw new RangeError(`a sequence has at most ${STRIDE} positions`);
  const stream = weightStream(seed, STREAM);
  const limit = 2 ** 32 - (2 ** 32 % vocabSize);
  const tokens = new Uint32Array(batch * sequenceLength);
  const words = new Uint32Array(GROUP_SIZE);
  const again = new Uint32Array(GROUP_SIZE);
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let position = 0; position < sequenceLength; position += GROUP_SIZE) {
      const group = (sequence * STRIDE + position) / GROUP_SIZE;
      randomWords(stream, group, 0, words);
      const length = Math.min(GROUP_SIZE, sequenceLength - position);
      for (let i = 0; i < length; i++) {
        let word = words[i] ?? 0;
        for (let attempt = 1; word >= limit; attempt++) {
          if (attempt === MAX_ATTEMPTS) throw new Error('no attempt fell inside the vocabulary');
          randomWords(stream, group, attempt, again);
          word = again[i] ?? 0;
        }
        tokens[sequence * sequenceLength + position + i] = word % vocabSize;
      }
    }
  }
  return tokens;
}
