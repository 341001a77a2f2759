import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, success, type Result } from './result.ts';
import { describeWriteError, isWriteError, writableTarget } from './writable-target.ts';

/** A text, or bytes piece by piece: each is written before the next one is asked for. */
export type FileContent = string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What is being written, under its other name. */
const unfinishedFiles = new Set<string>();

/** Removes what is being written, where the process ends without waiting for that. */
export function removeUnfinishedFiles(): void {
  for (const file of unfinishedFiles) {
    try {
      rmSync(file, { force: true });
    } catch {
      // The process ends: there is nobody to be told.
    }
  }
}

/**
 * Writes a file whole or not at all: under another name in the same directory, and then in
 * its place. A file that is there is replaced; what it is a link to is, not the link.
 *
 * @returns the path; or why nothing was written
 * @throws what the content throws
 */
export async function writeWholeFile(path: string, content: FileContent): Promise<Result<string>> {
  const target = await writableTarget(path);
  if (!target.ok) return target;
  const unfinished = join(
    dirname(target.value),
    `.${basename(target.value).slice(0, 100)}.${randomBytes(6).toString('hex')}`,
  );
  unfinishedFiles.add(unfinished);
  try {
    const file = await open(unfinished, 'wx');
    try {
      if (typeof content === 'string') await file.writeFile(content);
      else for await (const piece of content) await writePiece(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, target.value);
    return success(path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    if (!isWriteError(error)) throw error;
    return failure(describeWriteError(error));
  } finally {
    unfinishedFiles.delete(unfinished);
  }
}

async function writePiece(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length;) {
    done += (await file.write(piece, done)).bytesWritten;
  }
}
