import { philox4x32 } from './philox.ts';
import type { WeightStream } from './weight-stream.ts';

/** Values made from four Philox blocks; every draw starts at a multiple of it. */
export const GROUP_SIZE = 16;

/** Blocks of one stream: the topmost byte of the 64-bit block counter is the attempt. */
const MAX_BLOCK = 2 ** 56;

/** Attempts that a rejection sampler may make at one value. */
export const MAX_ATTEMPTS = 256;

/**
 * The 16 words behind the values 16g to 16g + 15 of a stream.
 *
 * Word `4j + k` is word j of Philox block `4g + k`: the four blocks stand side by side, so that
 * four-lane vector code writes its results as they come, with no transposition.
 *
 * @param group g, counted from 0
 * @param attempt 0, or how often the value was rejected before (see {@link MAX_ATTEMPTS})
 * @param out receives 16 unsigned 32-bit words
 */
export function randomWords(
  stream: WeightStream,
  group: number,
  attempt: number,
  out: Uint32Array,
): void {
  for (let lane = 0; lane < 4; lane++) {
    const block = 4 * group + lane;
    if (block >= MAX_BLOCK) throw new RangeError('a stream holds 2^56 blocks');
    const high = (attempt << 24) | Math.floor(block / 2 ** 32);
    const { seedLow, seedHigh, pathLow, pathHigh } = stream;
    philox4x32(block | 0, high, pathLow, pathHigh, seedLow, seedHigh, out, lane, 4);
  }
}
