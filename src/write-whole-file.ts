import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, success, type Result } from './result.ts';
import { describeWriteError, writableTarget } from './writable-target.ts';

/**
 * Writes a text file whole or not at all: under another name in the same directory, and then in
 * its place. A file that is there is replaced; what it is a link to is, not the link.
 *
 * @returns the path; or why nothing was written
 */
export async function writeWholeFile(path: string, text: string): Promise<Result<string>> {
  const target = await writableTarget(path);
  if (!target.ok) return target;
  const unfinished = join(
    dirname(target.value),
    `.${basename(target.value).slice(0, 100)}.${randomBytes(6).toString('hex')}`,
  );
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(text);
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
