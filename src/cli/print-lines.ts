import { once } from 'node:events';

/** Characters that are written at once: a call for each line takes longer than the lines. */
const CHUNK = 2 ** 16;

/** Prints the lines of a result, no faster than they are read, so that few are in memory. */
export async function printResultLines(lines: Iterable<string>): Promise<void> {
  let chunk = '';
  const flush = async (): Promise<void> => {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
    chunk = '';
  };
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= CHUNK) await flush();
  }
  if (chunk !== '') await flush();
}
