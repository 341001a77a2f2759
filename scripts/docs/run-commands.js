/**
 * Runs the commands that come as JSON on stdin and prints pairs of command and output as JSON. The
 * command line runs in this process, one command after another, so that it is loaded once; what
 * needs a shell gets one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../bench/harness.js';

// The bundle has no types, and is not to be checked for any.
/** @type {{ main: () => Promise<void> }} */
const { main } = await import(pathToFileURL(join(ROOT, 'dist', 'command-line', 'main.js')).href);

/**
 * @typedef {object} PlainCommand a command that needs no shell
 * @property {string[]} args
 * @property {'head' | 'tail' | undefined} end which lines of stdout are shown; both streams if none
 * @property {number} lines how many of them
 */

/**
 * A command as a plain one, if it is.
 *
 * @param {string} command
 * @returns {PlainCommand | undefined}
 */
function withoutShell(command) {
  const parts = /^zerolm (.*?)(?: \| (head|tail) -(\d+))?$/.exec(command) ?? [];
  const [, own = '', end, lines] = parts;
  const tokens = own.match(/"[^"]*"|[^\s"]+/g) ?? [];
  if (own === '' || tokens.some((token) => !token.startsWith('"') && /[|;&<>$'\\*]/.test(token))) {
    return undefined;
  }
  const args = tokens.map((token) => token.replace(/^"(.*)"$/, '$1'));
  return { args, end: end === 'head' || end === 'tail' ? end : undefined, lines: Number(lines) };
}

/**
 * What the command line writes.
 *
 * @param {PlainCommand} command
 */
async function printedBy({ args, end, lines }) {
  /** @type {string[]} */
  const chunks = [];
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write };
  /** @type {(chunk: unknown) => boolean} */
  const keep = (chunk) => {
    chunks.push(String(chunk));
    return true;
  };
  process.stdout.write = keep;
  process.stderr.write = end === undefined ? keep : () => true;
  process.argv = [process.execPath, 'zerolm', ...args];
  try {
    await main();
  } finally {
    Object.assign(process.stdout, { write: writes.stdout });
    Object.assign(process.stderr, { write: writes.stderr });
    process.exitCode = 0;
  }
  const text = chunks.join('');
  if (end === undefined) return text;
  const all = text.split(/(?<=\n)/);
  return (end === 'head' ? all.slice(0, lines) : all.slice(-lines)).join('');
}

/** @param {string} command */
async function outputOf(command) {
  const plain = withoutShell(command);
  if (plain !== undefined) return printedBy(plain);
  return spawnSync('bash', ['-c', `${command} 2>&1`], { encoding: 'utf8' }).stdout;
}

// Every run of the command line listens to these.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);
/** @type {unknown} */
const commands = JSON.parse(readFileSync(0, 'utf8'));
if (!Array.isArray(commands)) throw new TypeError('expected a list of commands');
const pairs = [];
for (const command of commands.map(String)) pairs.push([command, await outputOf(command)]);
process.stdout.write(JSON.stringify(pairs));
