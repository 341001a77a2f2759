import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { InputFile } from './input-file.ts';
import { MAX_LINE_BYTES } from './limits.ts';
import { isJson } from './parse-json.ts';
import { isNdjson } from './split-records.ts';
import { isYaml } from './split-yaml.ts';

/** Bytes that are asked of a file at once. */
const CHUNK_BYTES = 2 ** 18;

const NEWLINE = 0x0a;

/** The bytes of an input, piece by piece; whoever stops before the end closes it. */
export type Bytes = AsyncIterable<Buffer>;

/** An input that is open, and how it is to be read. */
export interface OpenedInput {
  /** Line by line (NDJSON), or as one text. */
  readonly by: 'lines' | 'whole';
  readonly bytes: Bytes;
}

/** The bytes of a file. */
export function bytesOfFile(path: string): Bytes {
  return buffersOf(createReadStream(path, { highWaterMark: CHUNK_BYTES }));
}

/**
 * Opens a file, or stdin. It is NDJSON by its ending, or, where the ending tells nothing or JSON, by
 * a first line that is a value by itself with something behind it. No more of it is read than that
 * takes, so a pipe may be of any length.
 *
 * @throws the error of the file system where it can't be read
 */
export async function openInput(file: InputFile): Promise<OpenedInput> {
  const { path, stdin = false } = file;
  const bytes = stdin ? buffersOf(await openStdin()) : bytesOfFile(path);
  if (!stdin && isNdjson(path)) return { by: 'lines', bytes };
  if (!stdin && isYaml(path)) return { by: 'whole', bytes };
  const iterator = bytes[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  const by = (await beginsWithValue(iterator, seen)) ? 'lines' : 'whole';
  return { by, bytes: joined(seen, iterator) };
}

/** Loaded on demand: whoever asks Node for stdin has it opened. */
async function openStdin(): Promise<Readable> {
  const { stdin } = await import('node:process');
  return stdin;
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
    if (rest.some((byte) => !isBlank(byte))) return true;
  }
}

/** Whether a byte is one of the four that JSON takes for white space. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

/** Pieces that were read already, and those that follow. */
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
