import { open, stat, type FileHandle } from 'node:fs/promises';
import { describeFileError } from '../input/read-text.ts';

/**
 * The result of reading a regular file that is open only meanwhile, or why it can't be read.
 *
 * @param expected for the message that refuses what is not a regular file
 */
export async function readRegularFile<Found>(
  path: string,
  expected: string,
  read: (file: FileHandle, size: number) => Promise<Found | string>,
): Promise<Found | string> {
  try {
    // Before it is opened: opening a pipe waits for a writer.
    const found = await stat(path);
    if (found.isDirectory()) return 'is a directory; expected a file';
    if (!found.isFile()) return `no regular file; expected ${expected}`;
    const file = await open(path);
    try {
      return await read(file, (await file.stat()).size);
    } finally {
      await file.close();
    }
  } catch (error) {
    return describeFileError(error);
  }
}
