import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFile } from '../temporary-files.ts';
import { ROOT } from './run.ts';

/** Tells on stderr when stdout takes no more, and last how many bytes waited to be read at most. */
const WATCHED = `
let most = 0;
const write = process.stdout.write;
process.stdout.write = function (...args) {
  const taken = write.apply(this, args);
  if (!taken && most === 0) process.stderr.write('full ');
  most = Math.max(most, this.writableLength);
  return taken;
};
process.on('exit', () => process.stderr.write(String(most)));
const { main } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'dist', 'cli', 'main.js')))});
await main();`;

/**
 * Runs the command line with a reader that waits until there is more than the pipe holds.
 *
 * @returns the bytes that were printed, and how many of them were in the memory of the writer at most
 */
export async function readSlowly(
  args: readonly string[],
): Promise<{ printed: number; held: number }> {
  const child = spawn(process.execPath, [temporaryFile('watched.mjs', WATCHED), ...args], {
    cwd: ROOT,
  });
  const closed = once(child, 'close');
  let [printed, told] = [0, ''];
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  // What writes on nevertheless does so before it lets its output go.
  await once(child.stderr, 'data');
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.length));
  const [code] = (await closed) as [number | null];
  const [, held] = /^full (\d+)$/.exec(told) ?? [];
  if (code !== 0 || held === undefined) throw new Error(`exit code ${String(code)}: ${told}`);
  return { printed, held: Number(held) };
}
