import { kernel } from '../kernel/kernel.ts';
import { fillByKernel } from './fill-by-kernel.ts';
import { firstGroup, GROUP_SIZE, randomWords } from './random-words.ts';
import { scaleAll } from './scale-all.ts';
import type { WeightStream } from './weight-stream.ts';

const SCALE = 2 ** -31;
const words = new Uint32Array(GROUP_SIZE);

/**
 * Uniform numbers in [-1, 1], `start` to `start + out.length - 1` of a stream, times `scale`, as
 * single-precision floats: the word read as a signed integer, over 2^31.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 * @param scale rounded to single precision, as is each product
 * @throws RangeError where they are not, or the values reach beyond 2^53
 */
export function fillUniform(
  stream: WeightStream,
  start: number,
  out: Float32Array,
  scale = 1,
): void {
  const vector = kernel();
  if (vector === null) fillUniformPlain(stream, start, out, scale);
  else fillByKernel(vector, vector.uniforms, stream, start, out, scale, 0);
}

/** The same numbers as {@link fillUniform}, one at a time: where there is no vector code. */
export function fillUniformPlain(
  stream: WeightStream,
  start: number,
  out: Float32Array,
  scale = 1,
): void {
  const first = firstGroup(start, out.length);
  for (let at = 0; at < out.length; at += GROUP_SIZE) {
    randomWords(stream, first + at / GROUP_SIZE, 0, words);
    for (let i = 0; i < GROUP_SIZE; i++) {
      out[at + i] = Math.fround(words[i]! | 0) * SCALE;
    }
  }
  scaleAll(out, scale);
}
