/**
 * Runs the command line in this process, over and over, as a process of its own each time would run
 * without a terminal: its modules are loaded once, which takes most of the time of a short run. The
 * examples of the pages and the tests do so; what a process is needed for gets one there.
 */
import { Console } from 'node:console';
import { join } from 'node:path';
import process from 'node:process';
import { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const BIN = join(import.meta.dirname, '..', 'bin', 'zerolm');
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM']);

/**
 * @typedef {object} Written
 * @property {number} status the exit code
 * @property {string} stdout
 * @property {string} stderr
 * @property {string} both streams, in the order in which they were written
 */

let runs = 0;

/**
 * What is written while something runs in place of this process, and its exit code. Ends when all
 * has ended that would keep a process from its end.
 *
 * @param {() => Promise<unknown>} run
 * @returns {Promise<Written>}
 */
export async function writtenBy(run) {
  const written = { stdout: '', stderr: '', both: '' };
  /** @type {(name: 'stdout' | 'stderr') => Writable} */
  const stream = (name) =>
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        written.both += String(chunk);
        done();
      },
    });
  // New ones for each run, so that nothing of the run before listens to them.
  const own = { stdin: Readable.from([]), stdout: stream('stdout'), stderr: stream('stderr') };
  const before = {
    resources: process.getActiveResourcesInfo().length,
    streams: Object.getOwnPropertyDescriptors(process),
    listeners: SIGNALS.map((signal) => process.listeners(signal)),
    console: globalThis.console,
  };
  const onWarning = (/** @type {Error} */ warning) => own.stderr.write(`${String(warning)}\n`);
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(process, name, { value, configurable: true });
  }
  // The present one keeps the stream that it has written to first.
  globalThis.console = new Console(own);
  process.on('warning', onWarning);
  try {
    await run();
  } catch (error) {
    // As Node ends a process in which nothing catches an error.
    process.exitCode = 1;
    own.stderr.write(`${inspect(error)}\n`);
  }
  while (process.getActiveResourcesInfo().length > before.resources) await setTimeout(1);
  const status = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  process.off('warning', onWarning);
  globalThis.console = before.console;
  for (const name of Object.keys(own)) {
    Object.defineProperty(process, name, before.streams[name] ?? {});
  }
  for (const [index, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (before.listeners[index]?.includes(listener) !== true) process.off(signal, listener);
    }
  }
  return { status, ...written };
}

/**
 * What the command line writes.
 *
 * @param {readonly string[]} args
 * @returns {Promise<Written>}
 */
export async function runCommandLine(args) {
  process.argv = [process.execPath, BIN, ...args];
  runs++;
  // Another address is another module: the starter runs anew, what it imports is there.
  return writtenBy(() => import(`${pathToFileURL(BIN).href}?run=${runs}`));
}
