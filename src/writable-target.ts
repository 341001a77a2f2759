import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, success, type Result } from './result.ts';

/**
 * The file of a path, which may be a link or not be there yet, if it may be written.
 *
 * @returns its path; or why it can't be written
 */
export async function writableTarget(path: string): Promise<Result<string>> {
  try {
    const target = await realpath(path).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (target === null) {
      await access(dirname(path), constants.W_OK);
      return success(path);
    }
    const found = await stat(target);
    if (found.isDirectory()) return failure('is a directory; expected the name of a file');
    // A device or a pipe can't be replaced by a file.
    if (!found.isFile()) return failure('is no regular file; expected the name of one');
    await access(target, constants.W_OK);
    // The file is replaced, for which its directory has to be writable too.
    await access(dirname(target), constants.W_OK);
    return success(target);
  } catch (error) {
    return failure(describeWriteError(error));
  }
}

/** Why a file can't be written, as a message says it. */
export function describeWriteError(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return "can't be written: no such directory; make it first";
    case 'ENOTDIR':
      return "can't be written: a part of the path is no directory";
    case 'EACCES':
    case 'EPERM':
      return "can't be written: permission denied";
    case 'EROFS':
      return "can't be written: the file system is read-only";
    case 'ENOSPC':
      return "can't be written: no space is left";
    case 'ENAMETOOLONG':
      return "can't be written: the name is too long";
    default:
      return `can't be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether an error is that of the file system. */
export function isWriteError(error: unknown): boolean {
  return typeof codeOf(error) === 'string';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
