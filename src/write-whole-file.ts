import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, success, type Result } from './result.ts';
import { describeWriteError, writableTarget } from './writable-target.ts';

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
  const target = await writableTarget(path);
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
    return failure(describeWriteError(error));
  }
}

async function writePiece(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length;) {
    done += (await file.write(piece, done)).bytesWritten;
  }
}
