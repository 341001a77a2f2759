import { GROUP_SIZE, MAX_ATTEMPTS, randomWords } from './random-words.ts';
import type { WeightStream } from './weight-stream.ts';

const f = Math.fround;

/**
 * Minimax polynomials in single precision of the Cephes Mathematical Library 2.2 (S. L. Moshier,
 * 1992): `logf` on [sqrt(1/2), sqrt(2)] and `sinf`, `cosf` on [-pi/4, pi/4]. The engine's own
 * Math.log and Math.cos are not used: no standard pins their last bits, and a score must be the
 * same on every machine.
 */
const L0 = f(7.0376836292e-2);
const L1 = f(-1.151461031e-1);
const L2 = f(1.167699874e-1);
const L3 = f(-1.2420140846e-1);
const L4 = f(1.4249322787e-1);
const L5 = f(-1.6668057665e-1);
const L6 = f(2.0000714765e-1);
const L7 = f(-2.4999993993e-1);
const L8 = f(3.3333331174e-1);
/** ln 2 = LN2_HIGH - LN2_LOW; the first has so few bits that its small multiples are exact. */
const LN2_HIGH = f(0.693359375);
const LN2_LOW = f(2.1219444e-4);
const S0 = f(-1.9515295891e-4);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.6666654611e-1);
const C0 = f(2.443315711809948e-5);
const C1 = f(-1.388731625493765e-3);
const C2 = f(4.166664568298827e-2);

/** Bit pattern of sqrt(1/2): subtracting it splits a float into exponent and [sqrt(1/2), sqrt(2)). */
const SQRT_HALF_BITS = 0x3f3504f3;
/** Angle of one unit of a 30-bit fraction of a quarter turn. */
const ANGLE_UNIT = f(Math.PI / 2 / 2 ** 30);

const floatView = new Float32Array(1);
const bitView = new Int32Array(floatView.buffer);

/**
 * `sqrt(-2 ln u)` for `u = (word + 1/2) / 2^32`, in single-precision steps. All 32 bits of the
 * word count, so the tail reaches 6.8 standard deviations.
 */
function radius(word: number): number {
  floatView[0] = f(f(word) + f(0.5));
  const offset = (bitView[0]! - SQRT_HALF_BITS) | 0;
  const exponent = f((offset >> 23) - 32);
  bitView[0] = (offset & 0x7fffff) + SQRT_HALF_BITS;
  const x = f(floatView[0] - 1);
  const z = f(x * x);
  let y = L0;
  y = f(f(y * x) + L1);
  y = f(f(y * x) + L2);
  y = f(f(y * x) + L3);
  y = f(f(y * x) + L4);
  y = f(f(y * x) + L5);
  y = f(f(y * x) + L6);
  y = f(f(y * x) + L7);
  y = f(f(y * x) + L8);
  y = f(f(y * x) * z);
  y = f(y - f(exponent * LN2_LOW));
  y = f(y - f(f(0.5) * z));
  const logarithm = f(f(x + y) + f(exponent * LN2_HIGH));
  return f(Math.sqrt(f(-2 * logarithm)));
}

/**
 * Box-Muller: two words become two independent standard normals, `r cos t` and `r sin t`.
 * The topmost two bits of the second word, rounded, are the quadrant, the rest the angle in it.
 */
function boxMuller(first: number, second: number, out: Float32Array, at: number): void {
  const r = radius(first);
  const quadrant = ((second + 0x20000000) >>> 30) & 3;
  const angle = f(f((second - (quadrant << 30)) | 0) * ANGLE_UNIT);
  const z = f(angle * angle);
  let sine = f(f(S0 * z) + S1);
  sine = f(f(sine * z) + S2);
  sine = f(f(f(sine * z) * angle) + angle);
  let cosine = f(f(C0 * z) + C1);
  cosine = f(f(cosine * z) + C2);
  cosine = f(f(f(f(cosine * z) * z) - f(f(0.5) * z)) + 1);
  const swap = (quadrant & 1) === 1;
  const cosPart = swap ? sine : cosine;
  const sinPart = swap ? cosine : sine;
  out[at] = f(r * (((quadrant + 1) & 2) === 0 ? cosPart : f(-cosPart)));
  out[at + 4] = f(r * ((quadrant & 2) === 0 ? sinPart : f(-sinPart)));
}

const words = new Uint32Array(GROUP_SIZE);

function drawGroup(stream: WeightStream, group: number, attempt: number, out: Float32Array, at: number): void {
  randomWords(stream, group, attempt, words);
  for (let lane = 0; lane < 4; lane++) {
    boxMuller(words[lane]!, words[4 + lane]!, out, at + lane);
    boxMuller(words[8 + lane]!, words[12 + lane]!, out, at + 8 + lane);
  }
}

/**
 * Standard normals `start` to `start + out.length - 1` of a stream, as single-precision floats.
 *
 * Philox4x32-10 and Box-Muller ("A note on the generation of random normal deviates", Annals of
 * Mathematical Statistics 29, 1958), each operation rounded to single precision, so that the
 * numbers are the same in every engine and in four-lane vector code.
 *
 * @param start a multiple of 16
 * @param out length a multiple of 16
 */
export function fillStandardNormal(stream: WeightStream, start: number, out: Float32Array): void {
  for (let at = 0; at < out.length; at += GROUP_SIZE) {
    drawGroup(stream, (start + at) / GROUP_SIZE, 0, out, at);
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
