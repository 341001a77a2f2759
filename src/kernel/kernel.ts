import { functionOf, instantiate } from './instantiate.ts';
import { KERNEL_BYTES } from './kernel-bytes.ts';

/** Entries that the kernel holds at a time. */
export const KERNEL_ENTRIES = 4096;

/** Chunks of {@link KERNEL_ENTRIES} entries whose squares the kernel sums up at a time. */
const KERNEL_CHUNKS = 1024;

/** Layout of the memory, in bytes, as in scripts/build-kernel.js. */
const ENTRIES_AT = 1024;
const EXTREMES_AT = 128;
const CHUNK_SUMS_AT = ENTRIES_AT + 4 * KERNEL_ENTRIES + 1024;

/** The upper half of a Philox counter and the key, as 32-bit words. */
export interface KernelStream {
  readonly pathLow: number;
  readonly pathHigh: number;
  readonly seedLow: number;
  readonly seedHigh: number;
}

/** Draws the first `length` entries from the given block of a stream on, and scales them. */
export type Draw = (
  length: number,
  scale: number,
  stream: KernelStream,
  blockLow: number,
  blockHigh: number,
) => void;

/** Draws `chunks` times {@link KERNEL_ENTRIES} entries, for their squares alone. */
export type SumSquares = (
  chunks: number,
  scale: number,
  stream: KernelStream,
  blockLow: number,
  blockHigh: number,
) => void;

/** The vector form of the generator and of the sums of the moments. */
export interface Kernel {
  /** Its {@link KERNEL_ENTRIES} entries: `draw` writes them, `gather` reads them. */
  readonly entries: Float32Array;
  /** Four running sums each of the entries, their squares, cubes and fourth powers. */
  readonly sums: Float64Array;
  /** Four running minima, then four maxima. */
  readonly extremes: Float32Array;
  /** Four running sums of the squares of each of {@link KERNEL_CHUNKS} chunks. */
  readonly chunkSums: Float64Array;
  /**
   * Writes standard normals times `scale` to the first `length` entries.
   *
   * @param length a multiple of 16, from 16 to {@link KERNEL_ENTRIES}
   */
  readonly normals: Draw;
  /** The same of numbers that are uniform in [-1, 1]. */
  readonly uniforms: Draw;
  /**
   * Gathers sums and extremes of the first `length` entries, entry i in running sum i mod 4.
   *
   * @param length a multiple of 4, from 4 to {@link KERNEL_ENTRIES}
   */
  readonly gather: (length: number) => void;
  /**
   * Draws chunks of normals times `scale` and sums up their squares as `gather` does; the entries
   * are lost.
   *
   * @param chunks from 1 to {@link KERNEL_CHUNKS}
   */
  readonly squares: SumSquares;
}

let made: Kernel | null | undefined;

/**
 * The kernel of this thread; null where the engine has no WebAssembly SIMD, and the plain forms,
 * which give the same numbers, have to do.
 */
export function kernel(): Kernel | null {
  made ??= makeKernel();
  return made;
}

function makeKernel(): Kernel | null {
  const instance = instantiate(KERNEL_BYTES);
  if (instance === null) return null;
  const { memory, exports } = instance;
  const end = (length: number): number => ENTRIES_AT + 4 * length;
  const drawWith = (name: string, sizeOf: (count: number) => number): Draw => {
    const draw = functionOf(exports, name);
    return (count, scale, stream, blockLow, blockHigh) => {
      const { pathLow, pathHigh, seedLow, seedHigh } = stream;
      draw(sizeOf(count), scale, blockLow, blockHigh, pathLow, pathHigh, seedLow, seedHigh);
    };
  };
  const gather = functionOf(exports, 'gather');
  return {
    entries: new Float32Array(memory.buffer, ENTRIES_AT, KERNEL_ENTRIES),
    sums: new Float64Array(memory.buffer, 0, 16),
    extremes: new Float32Array(memory.buffer, EXTREMES_AT, 8),
    chunkSums: new Float64Array(memory.buffer, CHUNK_SUMS_AT, 4 * KERNEL_CHUNKS),
    normals: drawWith('normals', end),
    uniforms: drawWith('uniforms', end),
    squares: drawWith('squares', (chunks) => chunks),
    gather: (length) => {
      gather(end(length));
    },
  };
}
