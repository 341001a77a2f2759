import { kernel } from '../kernel/kernel.ts';
import { boxMuller } from './box-muller.ts';
import { firstGroup, GROUP_SIZE, MAX_ATTEMPTS, randomWords } from './random-words.ts';
import { fillByKernel } from './fill-by-kernel.ts';
import { scaleAll } from './scale-all.ts';
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
 * Standard normals `start` to `start + out.length - 1` of a stream, times `scale`, as
 * single-precision floats.
 *
 * Philox4x32-10 and Box-Muller, see {@link randomWords} and {@link boxMuller}: words 4j + k of a
 * group make values 4j + k, the cosine from j = 0 or 2 and the sine at j = 1 or 3.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 * @param scale rounded to single precision, as is each product
 * @param attempt which of the {@link MAX_ATTEMPTS} numbers at every place
 * @throws RangeError where start or length is not, or the values reach beyond 2^53
 */
export function fillNormal(
  stream: WeightStream,
  start: number,
  out: Float32Array,
  scale = 1,
  attempt = 0,
): void {
  const vector = kernel();
  if (vector === null) fillNormalPlain(stream, start, out, scale, attempt);
  else fillByKernel(vector, vector.normals, stream, start, out, scale, attempt);
}

/** The same numbers as {@link fillNormal}, one at a time: where there is no vector code. */
export function fillNormalPlain(
  stream: WeightStream,
  start: number,
  out: Float32Array,
  scale = 1,
  attempt = 0,
): void {
  const first = firstGroup(start, out.length);
  for (let at = 0; at < out.length; at += GROUP_SIZE) {
    drawGroup(stream, first + at / GROUP_SIZE, attempt, out, at);
  }
  scaleAll(out, scale);
}

/** Numbers that are drawn again together. */
const TRUNCATED_PIECE = 4096;

/**
 * Standard normals of a stream times `scale`, each kept within `bound` standard deviations: where
 * number i falls outside, it is drawn again from the stream's next attempt at i. Number i still
 * depends on nothing but the stream and i.
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
  scale = 1,
): void {
  if (!(bound >= 1)) throw new RangeError(`bound must be at least 1, got ${bound}`);
  firstGroup(start, out.length);
  const again = new Float32Array(TRUNCATED_PIECE);
  const kept = new Float32Array(TRUNCATED_PIECE);
  const places = new Int32Array(TRUNCATED_PIECE);
  for (let at = 0; at < out.length; at += TRUNCATED_PIECE) {
    const length = Math.min(TRUNCATED_PIECE, out.length - at);
    const piece = kept.subarray(0, length);
    fillNormal(stream, start + at, piece);
    let rejected = 0;
    for (let i = 0; i < length; i++) {
      if (Math.abs(piece[i]!) > bound) places[rejected++] = i;
    }
    for (let attempt = 1; rejected > 0; attempt++) {
      if (attempt === MAX_ATTEMPTS) throw new Error('no attempt fell inside the bound');
      fillNormal(stream, start + at, again.subarray(0, length), 1, attempt);
      let still = 0;
      for (let k = 0; k < rejected; k++) {
        const i = places[k]!;
        piece[i] = again[i]!;
        if (Math.abs(piece[i]) > bound) places[still++] = i;
      }
      rejected = still;
    }
    out.set(piece, at);
  }
  scaleAll(out, scale);
}
