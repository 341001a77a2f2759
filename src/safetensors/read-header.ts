import { open, stat } from 'node:fs/promises';
import { FOREIGN_BYTES, foreignFormat } from '../input/foreign-file.ts';
import { describeFileError } from '../input/read-text.ts';
import { checkHeader, type CheckedHeader } from './check-header.ts';
import { MAX_HEADER_BYTES } from './limits.ts';

/** Bytes of the number that a file begins with: the length of its header, little-endian. */
const LENGTH_BYTES = 8;

/**
 * The tensors of a safetensors file by its header; the data is not read. The file is eight bytes
 * that say how long the header is, the header in JSON, and the data (format by Hugging Face,
 * huggingface.co/docs/safetensors).
 */
export async function readHeader(path: string): Promise<CheckedHeader> {
  const refused = (message: string): CheckedHeader => ({
    tensors: [],
    problems: [{ source: path, path: '', message }],
  });
  try {
    // Before it is opened: to open a pipe waits for a writer.
    const found = await stat(path);
    if (found.isDirectory()) return refused('is a directory; expected a file');
    if (!found.isFile()) return refused('no regular file; expected a safetensors file');
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const first = Buffer.alloc(LENGTH_BYTES);
      if (size < LENGTH_BYTES || (await readFully(file, first, 0)) < LENGTH_BYTES) {
        return refused(`${size} bytes; expected a safetensors file, which begins with 8 at least`);
      }
      const start = Buffer.alloc(FOREIGN_BYTES);
      const foreign = foreignFormat(start.subarray(0, await readFully(file, start, 0)), path);
      if (foreign !== undefined) return refused(foreign);
      const length = first.readBigUInt64LE();
      if (length > BigInt(size - LENGTH_BYTES)) {
        return refused(
          `the file gives its header ${length} bytes, and has ${size - LENGTH_BYTES}: cut off, or no safetensors file`,
        );
      }
      if (length > BigInt(MAX_HEADER_BYTES)) {
        return refused(`a header of ${length} bytes; expected at most ${MAX_HEADER_BYTES}`);
      }
      const text = Buffer.alloc(Number(length));
      if ((await readFully(file, text, LENGTH_BYTES)) < text.length) {
        return refused('the header is cut off; was the file changed meanwhile?');
      }
      const dataStart = LENGTH_BYTES + text.length;
      const checked = checkHeader(text, path, dataStart, size - dataStart);
      return checked.problems.length === 0 && checked.tensors.length === 0
        ? refused('empty: expected at least one tensor')
        : checked;
    } finally {
      await file.close();
    }
  } catch (error) {
    return refused(describeFileError(error));
  }
}

/** Fills a buffer from a place in a file on; fewer bytes are read at its end. */
async function readFully(
  file: {
    read: (
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
    ) => Promise<{ bytesRead: number }>;
  },
  buffer: Buffer,
  position: number,
): Promise<number> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
