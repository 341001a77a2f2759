import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, success, type Result } from './result.ts';

/** A text, or bytes piece by piece: each is written before the next one is asked for. */
export type FileContent = string | Iterable<Uint8Array>;

/** How a file is written. */
export interface WriteOptions {
  /**
   * Called with the name under which the file is begun, for a caller that may be stopped before it
   * is finished.
   */
  readonly onBegun?: (unfinished: string) => void;
}

/**
 * Writes a file whole or not at all: under another name in the same directory, and then in
 * its place. A file that is there is replaced; what it is a link to is, not the link.
 *
 * @returns the path; or why nothing was written
 */
export async function writeWholeFile(
  path: string,
  content: FileContent,
  { onBegun = () => undefined }: WriteOptions = {},
): Promise<Result<string>> {
  const target = await targetOf(path);
  if (!target.ok) return target;
  const unfinished = join(
    dirname(target.value),
    `.${basename(target.value).slice(0, 100)}.${randomBytes(6).toString('hex')}`,
  );
  try {
    const file = await open(unfinished, 'wx');
    onBegun(unfinished);
    try {
      if (typeof content === 'string') await file.writeFile(content);
      else for (const piece of content) await writePiece(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, target.value);
    return success(path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    return failure(reasonOf(error));
  }
}

async function writePiece(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length;) {
    done += (await file.write(piece, done)).bytesWritten;
  }
}

/** The file behind a path that may be a link or not be there yet. */
async function targetOf(path: string): Promise<Result<string>> {
  try {
    const target = await realpath(path);
    const found = await stat(target);
    if (found.isDirectory()) return failure('is a directory; expected the name of a file');
    // A device or a pipe can't be replaced by a file.
    if (!found.isFile()) return failure('is no regular file; expected the name of one');
    await access(target, constants.W_OK);
    return success(target);
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? success(path) : failure(reasonOf(error));
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
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
