import { boxMuller } from './box-muller.ts';
import { firstGroup, GROUP_SIZE, MAX_ATTEMPTS, randomWords } from './random-words.ts';
import type { WeightStream } from './weight-stream.ts';

const words = new Uint32Array(GROUP_SIZE);

function drawGroup(
  stream: WeightStream,
  group: number,
  attempt: number,
  out: Float32Array,
  at: number,
): void {
  randomWords(stream, group, attempt, words);
  for (let lane = 0; lane < 4; lane++) {
    boxMuller(words[lane]!, words[4 + lane]!, out, at + lane, 4);
    boxMuller(words[8 + lane]!, words[12 + lane]!, out, at + 8 + lane, 4);
  }
}

/**
 * Standard normals `start` to `start + out.length - 1` of a stream, as single-precision floats.
 *
 * Philox4x32-10 and Box-Muller, see {@link randomWords} and {@link boxMuller}: words 4j + k of a
 * group make values 4j + k, the cosine from j = 0 or 2 and the sine at j = 1 or 3.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 * @throws RangeError where they are not, or the values reach beyond 2^53
 */
export function fillStandardNormal(stream: WeightStream, start: number, out: Float32Array): void {
  const first = firstGroup(start, out.length);
  for (let at = 0; at < out.length; at += GROUP_SIZE) {
    drawGroup(stream, first + at / GROUP_SIZE, 0, out, at);
  }
}

/**
 * Standard normals of a stream, each kept within `[-bound, bound]`: where number i falls
 * outside, it is drawn again from the stream's next attempt at i. Number i still depends on
 * nothing but the stream and i.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 * @param bound at least 1, so that an attempt fails at most one time in three
 * @throws RangeError where they are not, or the values reach beyond 2^53
 */
export function fillTruncatedNormal(
  stream: WeightStream,
  start: number,
  out: Float32Array,
  bound: number,
): void {
  if (!(bound >= 1)) throw new RangeError(`bound must be at least 1, got ${bound}`);
  fillStandardNormal(stream, start, out);
  const again = new Float32Array(GROUP_SIZE);
  for (let at = 0; at < out.length; at++) {
    for (let attempt = 1; Math.abs(out[at]!) > bound; attempt++) {
      if (attempt === MAX_ATTEMPTS) throw new Error('no attempt fell inside the bound');
      drawGroup(stream, Math.floor((start + at) / GROUP_SIZE), attempt, again, 0);
      out[at] = again[at % GROUP_SIZE]!;
    }
  }
}
