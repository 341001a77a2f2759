import { sha256Words } from './sha256-words.ts';

const digest = new Int32Array(2);

/**
 * The source of one weight's random numbers: Philox's 64-bit key is the seed, the upper half of
 * its 128-bit counter names the weight, the lower half counts. Number i is thus a function of
 * seed, path and i alone, whatever was drawn before, in whatever order, on whatever machine.
 */
export interface WeightStream {
  readonly seedLow: number;
  readonly seedHigh: number;
  readonly pathLow: number;
  readonly pathHigh: number;
}

/** Largest seed: above it a JavaScript number no longer holds every integer. */
export const MAX_SEED = Number.MAX_SAFE_INTEGER;

/**
 * The stream of the weight at `path` under `seed`.
 *
 * The path enters as the first eight bytes (little-endian) of the SHA-256 of its UTF-8 form:
 * every language has that function, so anyone can draw our numbers again.
 *
 * @param seed a whole number from 0 to {@link MAX_SEED}
 * @throws RangeError on any other seed
 */
export function weightStream(seed: number, path: string): WeightStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed must be a whole number from 0 to ${MAX_SEED}, got ${seed}`);
  }
  sha256Words(path, digest);
  return {
    seedLow: seed >>> 0,
    seedHigh: Math.floor(seed / 2 ** 32) >>> 0,
    pathLow: littleEndian(digest[0]!),
    pathHigh: littleEndian(digest[1]!),
  };
}

/** The unsigned word with its bytes in reverse order. */
function littleEndian(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
