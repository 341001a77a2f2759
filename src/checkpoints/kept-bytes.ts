import type { Tensor } from '../safetensors/tensor.ts';
import type { NewTensor } from '../safetensors/write-header.ts';
import type { Run } from './cut-axes.ts';

/** Bytes that are read at a time: a few megabytes, so that a disk is read in long stretches. */
const PIECE_BYTES = 2 ** 22;

/** A tensor of which rows and columns are kept. */
export interface KeptTensor {
  readonly from: Tensor;
  readonly to: NewTensor;
  /** In their order; null where all are kept. */
  readonly rows: readonly Run[] | null;
  readonly cols: readonly Run[] | null;
}

/** Fills a buffer with the bytes of the file from a position on. */
type ReadBytes = (into: Buffer, position: number) => void;

/**
 * The bytes of a tensor that are kept, row after row, as they are stored. Pieces of the file are read in
 * its order, with what is left out between two rows; a piece is valid until the next one is asked for.
 */
export function* keptBytes(tensor: KeptTensor, read: ReadBytes): Generator<Uint8Array> {
  const { from, cols } = tensor;
  if (from.bytes === 0) return;
  // A tensor that stays whole is a stretch of bytes, whatever its rows.
  const isWhole = tensor.rows === null && cols === null;
  const height = isWhole ? from.bytes : (from.shape[0] ?? 1);
  const rows = tensor.rows ?? [{ start: 0, length: height }];
  const rowBytes = from.bytes / height;
  const perPiece = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  const bytes = Buffer.from(new ArrayBuffer(Math.min(perPiece, height) * rowBytes));
  const keep = cols === null ? null : columnsOf(bytes, rowBytes / (from.shape[1] ?? 1), cols);
  for (const { first, end, runs } of stretchesOf(rows, perPiece)) {
    read(bytes.subarray(0, (end - first) * rowBytes), from.start + first * rowBytes);
    let to = 0;
    for (const { start, length } of runs) {
      const begin = (start - first) * rowBytes;
      if (keep === null) {
        if (begin > to) bytes.copyWithin(to, begin, begin + length * rowBytes);
        to += length * rowBytes;
      } else {
        for (let row = 0; row < length; row++) to = keep(begin + row * rowBytes, to);
      }
    }
    yield bytes.subarray(0, to);
  }
}

/** Rows that are read together, from the first that is kept to the last. */
interface Stretch {
  readonly first: number;
  readonly end: number;
  readonly runs: readonly Run[];
}

/** Rows in stretches of at most so many, each from a row that is kept. */
function* stretchesOf(rows: readonly Run[], most: number): Generator<Stretch> {
  let runs: Run[] = [];
  let first = 0;
  let end = 0;
  for (const run of rows) {
    for (let start = run.start; start < run.start + run.length; start = end) {
      if (runs.length > 0 && start >= first + most) {
        yield { first, end, runs };
        runs = [];
      }
      if (runs.length === 0) first = start;
      end = Math.min(run.start + run.length, first + most);
      runs.push({ start, length: end - start });
    }
  }
  if (runs.length > 0) yield { first, end, runs };
}

/** Runs that are shorter, on average, are copied entry by entry. */
const SHORT_RUN = 16;

/**
 * Moves the columns that are kept of a row, whose bytes begin at a place, to another place before it.
 *
 * @returns where they end
 */
type KeepColumns = (begin: number, to: number) => number;

function columnsOf(bytes: Buffer, size: number, cols: readonly Run[]): KeepColumns {
  const entries = entriesOf(bytes, size);
  const kept = lengthOf(cols);
  if (entries === undefined || kept >= SHORT_RUN * cols.length) {
    return (begin, to) => {
      let end = to;
      for (const { start, length } of cols) {
        const from = begin + start * size;
        bytes.copyWithin(end, from, from + length * size);
        end += length * size;
      }
      return end;
    };
  }
  const places = Int32Array.from(
    cols.flatMap(({ start, length }) => Array.from({ length }, (_, index) => start + index)),
  );
  return (begin, to) => {
    let end = to / size;
    const first = begin / size;
    for (const place of places) {
      entries[end] = entries[first + place] ?? 0;
      end += 1;
    }
    return end * size;
  };
}

/** The same bytes as integers of a size; undefined where there are none. */
function entriesOf(
  { buffer, byteOffset, byteLength }: Buffer,
  size: number,
): Uint8Array | Uint16Array | Uint32Array | undefined {
  if (size === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (size === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return size === 4 ? new Uint32Array(buffer, byteOffset, byteLength / 4) : undefined;
}

/** The length of some runs together. */
export function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}
