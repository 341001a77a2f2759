/**
 * Runs every command in two built checkouts and compares what they write:
 *
 *     node scripts/compare-checkouts.js OLD NEW [--data DIR] [--only PATTERN] [--node BINARY]
 *
 * Both run on the fixtures of OLD and on the published benchmarks in DIR (`../shared/benchmarks`
 * if absent). PATTERN is a regular expression; only command lines that match it are run, after
 * those that write a file that they read. BINARY is another version of Node that runs NEW, which may
 * be the checkout that OLD is. Times and the version are masked. The exit code is 1
 * where anything differs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { parse as parseCsv } from 'csv-parse/sync';
import { COMMANDS, INPUTS } from './compared-commands.js';

/**
 * @typedef {import('./compared-commands.js').Command} Command
 *
 * @typedef {object} Run what one checkout did with a command
 * @property {number | null} code
 * @property {string} stdout
 * @property {string} stderr
 */

/** Characters shown on either side of the first one that differs. */
const SHOWN = 60;

/** @param {string} text */
const print = (text) => process.stdout.write(`${text}\n`);

/**
 * The folder in which a checkout runs its commands.
 *
 * @param {string} root of all temporary files
 * @param {string} name
 * @param {string} fixtures
 * @param {string} data
 */
function workFolder(root, name, fixtures, data) {
  const folder = join(root, name);
  mkdirSync(folder);
  symlinkSync(fixtures, join(folder, 'fixtures'));
  if (existsSync(data)) symlinkSync(data, join(folder, 'data'));
  for (const [file, text] of Object.entries(INPUTS)) writeFileSync(join(folder, file), text);
  return folder;
}

/**
 * Runs the parts of a line one after another, each with the output of the one before as its input.
 *
 * @param {string} node
 * @param {string} checkout
 * @param {string} folder
 * @param {string} line
 * @returns {Run}
 */
function run(node, checkout, folder, line) {
  let [input, stderr] = ['', ''];
  for (const part of line.split(' | ')) {
    const args = [join(checkout, 'bin', 'zerolm'), ...part.split(' ')];
    const done = spawnSync(node, args, {
      cwd: folder,
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (done.error !== undefined) throw done.error;
    stderr += done.stderr;
    if (done.status !== 0) return { code: done.status, stdout: done.stdout, stderr };
    input = done.stdout;
  }
  return { code: 0, stdout: input, stderr };
}

/**
 * The output without times and version, and without descriptions where those may be reworded.
 *
 * @param {string} output
 * @param {Command} command
 */
function masked(output, { line, prose = false }) {
  const names = prose ? ['milliseconds', 'description'] : ['milliseconds'];
  if (line.endsWith('--format csv')) {
    const rows = /** @type {string[][]} */ (parseCsv(output, { relax_column_count: true }));
    const columns = names.map((name) => rows[0]?.indexOf(name) ?? -1).filter((at) => at >= 0);
    if (columns.length === 0) return output;
    for (const row of rows.slice(1)) for (const column of columns) row[column] = '(masked)';
    return rows.map((row) => JSON.stringify(row)).join('\n');
  }
  let text = output.replace(/("name": ?"zerolm",\s*"version": ?)"[^"]*"/g, '$1"(masked)"');
  for (const name of names) {
    text = text.replace(
      new RegExp(String.raw`("${name}": ?)(?:"(?:[^"\\]|\\.)*"|[\d.e+-]+)`, 'g'),
      '$1"(masked)"',
    );
  }
  return text;
}

/**
 * The file that a line writes.
 *
 * @param {string} line
 */
const written = (line) => /--(?:out|resume) (\S+)/.exec(line)?.[1];

/**
 * The hash of a file, and that of the weights beside it.
 *
 * @param {string} path
 */
function hashes(path) {
  return [path, `${path}.data`]
    .filter((file) => existsSync(file))
    .map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'))
    .join('\n');
}

/**
 * Where two texts differ, or undefined where they don't.
 *
 * @param {string} old
 * @param {string} now
 */
function difference(old, now) {
  if (old === now) return undefined;
  const [oldLines, newLines] = [old.split('\n'), now.split('\n')];
  const at = oldLines.findIndex((line, i) => line !== newLines[i]);
  const index = at < 0 ? oldLines.length : at;
  const [a, b] = [oldLines[index], newLines[index]];
  let column = 0;
  while (a !== undefined && b !== undefined && a[column] === b[column]) column++;
  const part = (/** @type {string | undefined} */ line) => {
    if (line === undefined) return '(no line)';
    const from = Math.max(0, column - SHOWN);
    return `${from > 0 ? '...' : ''}${line.slice(from, column + SHOWN)}`;
  };
  return `line ${index + 1}\n    old: ${part(a)}\n    new: ${part(b)}`;
}

/**
 * What is wrong with a command, or undefined where both checkouts agree.
 *
 * @param {Command} command
 * @param {Run} old
 * @param {Run} now
 * @param {readonly string[]} folders
 */
function verdict(command, old, now, folders) {
  const error = (/** @type {Run} */ { stderr }) => /^error: .*$/m.exec(stderr)?.[0] ?? stderr;
  if (old.code !== now.code) {
    return `exit code ${old.code} and ${now.code}\n    old: ${error(old)}\n    new: ${error(now)}`;
  }
  if (command.compare === 'refusal') {
    return old.code === 0 ? 'is refused by neither' : undefined;
  }
  if (old.code !== 0) return `fails in both: ${error(old)}`;
  const output = difference(masked(old.stdout, command), masked(now.stdout, command));
  if (output !== undefined) return output;
  const file = written(command.line);
  if (command.compare !== 'file' || file === undefined) return undefined;
  const [oldHash = '', newHash = ''] = folders.map((folder) => hashes(join(folder, file)));
  if (oldHash === '') return `writes no ${file}`;
  return oldHash === newHash ? undefined : `${file} has other bytes`;
}

/**
 * The commands whose lines match, and before them those that write what they read.
 *
 * @param {RegExp} pattern
 */
function chosen(pattern) {
  const wanted = new Set(COMMANDS.filter(({ line }) => pattern.test(line)));
  for (const command of COMMANDS.toReversed()) {
    const file = written(command.line);
    if (file === undefined || wanted.has(command)) continue;
    if ([...wanted].some(({ line }) => line.split(' ').includes(file))) wanted.add(command);
  }
  return COMMANDS.filter((command) => wanted.has(command));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '../shared/benchmarks' },
    only: { type: 'string', default: '' },
    node: { type: 'string', default: process.execPath },
  },
});
const [oldCheckout, newCheckout] = positionals.map((path) => resolve(path));
if (oldCheckout === undefined || newCheckout === undefined || positionals.length > 2) {
  throw new Error(
    'usage: compare-checkouts.js OLD NEW [--data DIR] [--only PATTERN] [--node BINARY]',
  );
}
for (const checkout of [oldCheckout, newCheckout]) {
  if (!existsSync(join(checkout, 'dist'))) throw new Error(`${checkout}: run npm run build first`);
}

const data = resolve(values.data);
const temporary = mkdtempSync(join(tmpdir(), 'zerolm-compare-'));
try {
  const fixtures = join(oldCheckout, 'fixtures');
  const oldFolder = workFolder(temporary, 'old', fixtures, data);
  const newFolder = workFolder(temporary, 'new', fixtures, data);
  const [skipped, differing] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  const commands = chosen(new RegExp(values.only));
  for (const command of commands) {
    const needed = /\bdata\/[\w-]+/.exec(command.line)?.[0];
    if (needed !== undefined && !existsSync(join(oldFolder, needed))) {
      skipped.push(command.line);
      continue;
    }
    const old = run(process.execPath, oldCheckout, oldFolder, command.line);
    const now = run(values.node, newCheckout, newFolder, command.now ?? command.line);
    const wrong = verdict(command, old, now, [oldFolder, newFolder]);
    if (wrong === undefined) continue;
    differing.push(command.line);
    print(`DIFFERS  zerolm ${command.line}\n  ${wrong}`);
  }
  if (skipped.length > 0) print(`skipped ${skipped.length} that need benchmarks in ${data}`);
  print(`${commands.length - skipped.length} commands, ${differing.length} differ`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} finally {
  rmSync(temporary, { recursive: true });
}
