import { philox4x32 } from './philox.ts';
import type { WeightStream } from './weight-stream.ts';

/** Values made from four Philox blocks; every draw starts at a multiple of it. */
export const GROUP_SIZE = 16;

/**
 * Attempts that a rejection sampler may make at one value: the topmost byte of the 64-bit block
 * counter is the attempt.
 */
export const MAX_ATTEMPTS = 256;

/**
 * The group of 16 values with which a draw begins.
 *
 * @throws RangeError unless start and length are multiples of 16 and the values lie below 2^53,
 *   up to which a JavaScript number holds every index
 */
export function firstGroup(start: number, length: number): number {
  if (!(start >= 0 && start % GROUP_SIZE === 0 && length % GROUP_SIZE === 0)) {
    throw new RangeError(
      `a draw starts at and is as long as a multiple of ${GROUP_SIZE}, got ${start} and ${length}`,
    );
  }
  if (start + length > 2 ** 53) throw new RangeError('a stream holds 2^53 values');
  return start / GROUP_SIZE;
}

/** The second word of a block's counter: the attempt in its topmost byte, the block above 2^32. */
export function blockHigh(block: number, attempt: number): number {
  return (attempt << 24) | Math.floor(block / 2 ** 32);
}

/**
 * The 16 words of the values 16g to 16g + 15 of a stream.
 *
 * Word `4j + k` is word j of Philox block `4g + k`: the four blocks are side by side, so that
 * four-lane vector code writes its results as they come, with no transposition.
 *
 * @param group g, counted from 0, below 2^49 (see {@link firstGroup})
 * @param attempt 0, or how often the value was rejected before, below {@link MAX_ATTEMPTS}
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
    const { seedLow, seedHigh, pathLow, pathHigh } = stream;
    philox4x32(
      block | 0,
      blockHigh(block, attempt),
      pathLow,
      pathHigh,
      seedLow,
      seedHigh,
      out,
      lane,
      4,
    );
  }
}
