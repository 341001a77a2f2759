import { constants, createReadStream, open } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { isCsv, isNdjson, isYaml, type InputFile } from './input-file.ts';
import { MAX_LINE_BYTES } from './limits.ts';
import { isJson } from './parse-json.ts';

/** Bytes that are requested from a file at once. */
const CHUNK_BYTES = 2 ** 18;

const NEWLINE = 0x0a;

/** The bytes that JSON takes for white space. */
const JSON_SPACE: readonly number[] = [0x20, NEWLINE, 0x0d, 0x09];

/** The bytes of an input, piece by piece; stopping before the end closes it. */
export type Bytes = AsyncGenerator<Buffer>;

/** An input that is open, and how it is to be read. */
export interface OpenedInput {
  /** Line by line (NDJSON), or as one text. */
  readonly by: 'lines' | 'whole';
  readonly bytes: Bytes;
}

/** The bytes of a file or a named pipe. */
export async function* bytesOfFile(path: string): Bytes {
  const isPipe = (await stat(path)).isFIFO();
  yield* buffersOf(
    isPipe ? await openPipe(path) : createReadStream(path, { highWaterMark: CHUNK_BYTES }),
  );
}

/**
 * A named pipe as a socket, which waits for a writer and for bytes without a thread: a process that has
 * a thread that waits cannot exit.
 */
async function openPipe(path: string): Promise<Readable> {
  const { Socket } = await import('node:net');
  const fd = await promisify(open)(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

/**
 * Opens a file, or stdin. It is NDJSON by its ending, or, if its ending is that of JSON or of no
 * format, by a first line that is a value by itself with something after it. No more is read to find
 * out, so a pipe may be of any length.
 *
 * @throws the error of the file system where it can't be read
 */
export async function openInput(file: InputFile): Promise<OpenedInput> {
  const { path, stdin = false } = file;
  // Imported on demand: using Node's stdin opens it.
  const bytes = stdin ? buffersOf((await import('node:process')).stdin) : bytesOfFile(path);
  if (!stdin && isNdjson(path)) return { by: 'lines', bytes };
  if (!stdin && (isYaml(path) || isCsv(path))) return { by: 'whole', bytes };
  const iterator = bytes[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  const by = (await beginsWithValue(iterator, seen)) ? 'lines' : 'whole';
  return { by, bytes: joined(seen, iterator) };
}

async function* buffersOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a stream without an encoding gives buffers');
    yield chunk;
  }
}

/**
 * Whether the first line is a JSON value by itself and not all there is.
 *
 * @param seen receives the pieces that were read to see it
 */
async function beginsWithValue(iterator: AsyncIterator<Buffer>, seen: Buffer[]): Promise<boolean> {
  let length = 0;
  let isValue = false;
  for (;;) {
    const result = await iterator.next();
    if (result.done === true) return false;
    const piece = result.value;
    seen.push(piece);
    let rest = piece;
    if (!isValue) {
      const end = piece.indexOf(NEWLINE);
      if (end === -1) {
        length += piece.length;
        if (length > MAX_LINE_BYTES) return false;
        continue;
      }
      const line = Buffer.concat([...seen.slice(0, -1), piece.subarray(0, end)]);
      if (!isJson(line.toString('utf8').replace(/^\ufeff/, ''))) return false;
      isValue = true;
      rest = piece.subarray(end + 1);
    }
    if (rest.some((byte) => !JSON_SPACE.includes(byte))) return true;
  }
}

/** The pieces that were read already, and those that follow. */
async function* joined(
  seen: readonly Buffer[],
  iterator: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer> {
  try {
    yield* seen;
    for (;;) {
      const result = await iterator.next();
      if (result.done === true) return;
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
