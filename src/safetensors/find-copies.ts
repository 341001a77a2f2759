import { open, type FileHandle } from 'node:fs/promises';
import type { CheckpointWeight } from './checkpoint.ts';
import { isReadDtype } from './dtypes.ts';

/** Bytes that are compared at a time; two matrices of different numbers differ in the first. */
const WINDOW_BYTES = 2 ** 20;

/** A matrix whose bytes are those of another one. */
export interface Copy {
  readonly weight: CheckpointWeight;
  readonly original: CheckpointWeight;
}

/**
 * Matrices outside of the blocks that hold the same bytes as one before them, as a head that was
 * saved beside the embedding matrix that it is tied to. Reading ends at the first difference, and a
 * matrix that begins with zeros alone is no copy: it was never set.
 *
 * @throws the error of the file system where a file can't be read
 */
export async function findCopies(weights: readonly CheckpointWeight[]): Promise<Copy[]> {
  const outside = weights.filter(
    ({ block, shape, dtype, quantization }) =>
      block === null && shape.length === 2 && isReadDtype(dtype) && quantization === null,
  );
  const copies: Copy[] = [];
  for (const [index, weight] of outside.entries()) {
    for (const original of outside.slice(0, index)) {
      if (weight.dtype !== original.dtype || weight.shape.join() !== original.shape.join())
        continue;
      if (!(await holdTheSame(weight, original))) continue;
      copies.push({ weight, original });
      break;
    }
  }
  return copies;
}

async function holdTheSame(a: CheckpointWeight, b: CheckpointWeight): Promise<boolean> {
  const files: FileHandle[] = [];
  try {
    const first = await open(a.file);
    files.push(first);
    const second = await open(b.file);
    files.push(second);
    const [left, right] = [Buffer.alloc(WINDOW_BYTES), Buffer.alloc(WINDOW_BYTES)];
    for (let at = 0; at < a.bytes; at += WINDOW_BYTES) {
      const length = Math.min(WINDOW_BYTES, a.bytes - at);
      const { bytesRead: ofFirst } = await first.read(left, 0, length, a.start + at);
      const { bytesRead: ofSecond } = await second.read(right, 0, length, b.start + at);
      // A file that became shorter meanwhile is found out where it is measured.
      if (ofFirst < length || ofSecond < length) return false;
      if (!left.subarray(0, length).equals(right.subarray(0, length))) return false;
      if (at === 0 && left.every((byte) => byte === 0)) return false;
    }
    return true;
  } finally {
    for (const file of files) await file.close();
  }
}
