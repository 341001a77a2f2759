import { functionOf, instantiate } from './instantiate.ts';
import { PRODUCTS_BYTES } from './kernel-bytes.ts';

/** Numbers of a packed line, 1 KiB, so that a tile of lines stays in the innermost cache. */
export const LINE_LENGTH = 128;

/** Lines of a tile: 24 of 1 KiB leave space in a cache of 32 KiB. */
export const TILE_LINES = 24;

/** Lines that are multiplied at a time: as many zero lines as needed fill up the last group. */
export const LINE_GROUP = 3;

/** Scalar products of packed lines of doubles. */
export interface LineProducts {
  /**
   * Memory for lines of {@link LINE_LENGTH} numbers, one after another; what was there before is
   * lost. The caller writes them, with zeros in the lines that fill up the last group.
   *
   * @param count a multiple of {@link LINE_GROUP}
   */
  readonly reserve: (count: number) => Float64Array;
  /**
   * The products of the lines from `first` on with those of the tile of {@link TILE_LINES} that
   * begins there. Row r, column c of the result, {@link TILE_LINES} to a row, is the product of
   * lines `first + r` and `first + c`; only columns up to the row are of any meaning. Valid until
   * the next call.
   *
   * @param first a multiple of {@link LINE_GROUP}
   */
  readonly of: (first: number) => Float64Array;
}

const PAGE = 2 ** 16;
const LINE_BYTES = 8 * LINE_LENGTH;
const ROW_BYTES = 8 * TILE_LINES;

/** The vector form; null where the engine has no WebAssembly SIMD. */
export function vectorProducts(): LineProducts | null {
  const instance = instantiate(PRODUCTS_BYTES);
  if (instance === null) return null;
  const { memory } = instance;
  const products = functionOf(instance.exports, 'products');
  let lines = 0;
  let results = new Float64Array(0);
  return {
    reserve: (count) => {
      lines = count;
      const missing = count * (LINE_BYTES + ROW_BYTES) - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      results = new Float64Array(memory.buffer, count * LINE_BYTES, count * TILE_LINES);
      return new Float64Array(memory.buffer, 0, count * LINE_LENGTH);
    },
    of: (first) => {
      products(first * LINE_BYTES, lines * LINE_BYTES, lines * LINE_BYTES);
      return results;
    },
  };
}
