import { failure, success, type Result } from '../result.ts';
import { foreignFormat } from './foreign-file.ts';
import type { FileLimit } from './limits.ts';
import { bytesOfFile } from './open-input.ts';

/**
 * The text of a UTF-8 file without its byte order mark, or why there is none: it is missing, of
 * another format, or larger than a file of its kind may be.
 */
export async function readText(path: string, limit: FileLimit): Promise<Result<string>> {
  try {
    return await decodeWhole(bytesOfFile(path), limit, path);
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
  limit: FileLimit,
  path?: string,
): Promise<Result<string>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  // A pipe has no size to ask for.
  for await (const piece of bytes) {
    const foreign = length === 0 ? foreignFormat(piece, path) : undefined;
    if (foreign !== undefined) return failure(foreign);
    // A device of zeros, UTF-16, and most binary formats.
    if (piece.includes(0)) return failure('not text: it holds a zero byte');
    pieces.push(piece);
    length += piece.length;
    if (length > limit.bytes) {
      return failure(`too large: expected at most ${limit.bytes} bytes; ${limit.remedy}`);
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
    case 'ENXIO':
      return 'is a socket or a device without data; expected a file';
    case 'EISDIR':
      return 'is a directory; expected a file';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
