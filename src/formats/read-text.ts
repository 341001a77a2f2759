import { readFile, stat } from 'node:fs/promises';
import { failure, success, type Result } from '../result.ts';
import { MAX_FILE_BYTES } from './limits.ts';

/** The text of a UTF-8 file without its byte order mark, or why there is none. */
export async function readText(path: string): Promise<Result<string>> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) {
      return failure(
        `${size} bytes: expected at most ${MAX_FILE_BYTES}; split it into several files`,
      );
    }
    return success(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)));
  } catch (error) {
    return failure(describeFileError(error));
  }
}

/** What a failed file operation means, in words. */
export function describeFileError(error: unknown): string {
  if (error instanceof TypeError) return 'not UTF-8 text';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
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
