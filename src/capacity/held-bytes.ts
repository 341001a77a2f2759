import type { MatrixShape } from './matrix-shape.ts';

/** Bytes of a process that measures, besides its matrices: Node, candidates, what was measured. */
export const PROCESS_BYTES = 100e6;

/** Bytes of a thread besides its matrix, with the kernel's memory for small ones, which it keeps. */
const THREAD_BYTES = 50e6;

/** Bytes of packed lines and their products, for each line: see `LineProducts`. */
const LINE_BYTES = 8 * (128 + 24);

/**
 * Bytes that a thread takes to measure a matrix that it holds: its entries, the Gram matrix of its
 * smaller side, and lines of that which are multiplied.
 */
export function heldBytes({ rows, cols }: MatrixShape): number {
  const size = Math.min(rows, cols);
  return THREAD_BYTES + 4 * rows * cols + 8 * size * size + LINE_BYTES * size;
}

/** How many threads may hold a matrix each; 1 at least. */
export function threadsThatFit(largest: MatrixShape, memoryLimit: number): number {
  return Math.max(1, Math.floor((memoryLimit - PROCESS_BYTES) / heldBytes(largest)));
}
