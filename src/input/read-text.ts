import { createReadStream } from 'node:fs';
import { failure, success, type Result } from '../result.ts';
import { foreignFormat } from './foreign-file.ts';
import { MAX_FILE_BYTES } from './limits.ts';

/** The text of a UTF-8 file without its byte order mark, or why there is none. */
export async function readText(path: string): Promise<Result<string>> {
  try {
    return await decodeWhole(createReadStream(path), path);
  } catch (error) {
    return failure(describeFileError(error));
  }
}

/**
 * The text of the bytes of a file. Reading stops as soon as they are too many, or of another format.
 *
 * @param path of the file, whose ending may tell its format
 * @throws the error of the file system where they can't be read
 */
export async function decodeWhole(
  bytes: AsyncIterable<Uint8Array>,
  path?: string,
): Promise<Result<string>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  // A pipe has no size to ask for.
  for await (const piece of bytes) {
    const foreign = length === 0 ? foreignFormat(piece, path) : undefined;
    if (foreign !== undefined) return failure(foreign);
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_FILE_BYTES) {
      return failure(
        `too large: expected at most ${MAX_FILE_BYTES} bytes; split it into several files, or write one value a line (NDJSON)`,
      );
    }
  }
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces)));
  } catch (error) {
    return failure(describeFileError(error));
  }
}

/** The meaning of a failed file operation, in the words of a message. */
export function describeFileError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'not UTF-8 text; save it in that encoding';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'is a directory; expected a file';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
