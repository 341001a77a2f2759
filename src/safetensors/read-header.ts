import type { FileHandle } from 'node:fs/promises';
import { FOREIGN_BYTES, foreignFormat } from '../input/foreign-file.ts';
import { checkHeader, type CheckedHeader } from './check-header.ts';
import { MAX_HEADER_BYTES } from './limits.ts';
import { readRegularFile } from './read-file-bytes.ts';

/** Bytes of the number that a file begins with: the length of its header, little-endian. */
const LENGTH_BYTES = 8;

/**
 * The tensors of a safetensors file by its header; the data is not read. The file is eight bytes
 * with the length of the header, the header in JSON, and the data (format by Hugging Face,
 * huggingface.co/docs/safetensors).
 */
export async function readHeader(path: string): Promise<CheckedHeader> {
  const checked = await readRegularFile(path, 'a safetensors file', async (file, size) => {
    const first = Buffer.alloc(LENGTH_BYTES);
    if (size < LENGTH_BYTES || (await readFully(file, first, 0)) < LENGTH_BYTES) {
      return `${size} bytes; expected a safetensors file, which begins with 8 at least`;
    }
    const start = Buffer.alloc(FOREIGN_BYTES);
    const foreign = foreignFormat(start.subarray(0, await readFully(file, start, 0)), path);
    if (foreign !== undefined) return foreign;
    const length = first.readBigUInt64LE();
    if (length > BigInt(size - LENGTH_BYTES)) {
      return `the file gives its header ${length} bytes, and has ${size - LENGTH_BYTES}: cut off, or no safetensors file`;
    }
    if (length > BigInt(MAX_HEADER_BYTES)) {
      return `a header of ${length} bytes; expected at most ${MAX_HEADER_BYTES}`;
    }
    const text = Buffer.alloc(Number(length));
    if ((await readFully(file, text, LENGTH_BYTES)) < text.length) {
      return 'the header is cut off; was the file changed meanwhile?';
    }
    const dataStart = LENGTH_BYTES + text.length;
    const header = checkHeader(text, path, dataStart, size - dataStart);
    return header.problems.length === 0 && header.tensors.length === 0
      ? 'empty: expected at least one tensor'
      : header;
  });
  return typeof checked === 'string'
    ? { tensors: [], problems: [{ source: path, path: '', message: checked }] }
    : checked;
}

/** The number of bytes read into a buffer from a place in a file: fewer than it holds at the end. */
async function readFully(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
