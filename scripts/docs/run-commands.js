/**
 * Runs the commands and programs that come as JSON on stdin and prints pairs of each and its output
 * as JSON. The command line and the library run in this process, one example after another, so that
 * they are loaded once; what needs a shell gets one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { runCommandLine, writtenBy } from '../run-in-process.js';

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
  const { stdout, both } = await runCommandLine(args);
  if (end === undefined) return both;
  const all = stdout.split(/(?<=\n)/);
  return (end === 'head' ? all.slice(0, lines) : all.slice(-lines)).join('');
}

/** The constructor of asynchronous functions, which has no name. */
const AsyncFunction = /** @type {FunctionConstructor} */ (
  Object.getPrototypeOf(async () => undefined).constructor
);

/**
 * What a program prints: its static imports become dynamic ones of this module, which may import the
 * package by its name.
 *
 * @param {string} code an ES module that imports by `{ names }`
 */
async function printedByProgram(code) {
  const body = code.replace(/^import (\{[^}]*\}) from ('[^']*');$/gm, 'const $1 = await load($2);');
  const { both } = await writtenBy(() =>
    AsyncFunction('load', body)((/** @type {string} */ name) => import(name)),
  );
  return both;
}

/** @param {string} command */
async function outputOf(command) {
  const plain = withoutShell(command);
  if (plain !== undefined) return printedBy(plain);
  return spawnSync('bash', ['-c', `${command} 2>&1`], { encoding: 'utf8' }).stdout;
}

/** @type {{ commands: string[], programs: string[] }} */
const { commands, programs } = JSON.parse(readFileSync(0, 'utf8'));
const pairs = [];
for (const command of commands) pairs.push([command, await outputOf(command)]);
for (const code of programs) pairs.push([code, await printedByProgram(code)]);
process.stdout.write(JSON.stringify(pairs));
