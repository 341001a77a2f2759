import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { failure, success, type Result } from '../result.ts';
import { MAX_FILE_BYTES } from './limits.ts';

/** The text of a UTF-8 file without its byte order mark, or why there is none. */
export async function readText(path: string): Promise<Result<string>> {
  try {
    // One byte beyond the limit is enough to see that it is passed: a pipe has no size to ask for.
    const bytes = await buffer(createReadStream(path, { end: MAX_FILE_BYTES }));
    if (bytes.length > MAX_FILE_BYTES) {
      return failure(
        `too large: expected at most ${MAX_FILE_BYTES} bytes; split it into several files`,
      );
    }
    return success(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return failure(describeFileError(error));
  }
}

/** What a failed file operation means, in words. */
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
