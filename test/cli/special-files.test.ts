import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spec } from '../formats/specs.ts';
import { temporaryFiles } from '../temporary-files.ts';
import { ROOT, zerolm, type Run } from './run.ts';

// Enough for intervals without a warning.
const SPECS = Array.from({ length: 12 }, (_, n) => n + 1).map((n) =>
  JSON.stringify({ ...spec({ hidden_size: 128 * n }), id: `c${n}` }),
);
const FILES = {
  'specs.ndjson': `${SPECS.join('\n')}\n`,
  'spec.json': SPECS[0]!,
  'truth.csv': `id,q\n${SPECS.map((_, n) => `c${n + 1},${(7 * n) % 12}`).join('\n')}\n`,
};

/** Runs a line of bash in the folder, in which `zerolm` is the command line. */
function bash(folder: string, line: string): Run {
  const zerolm = `zerolm() { "${process.execPath}" "${join(ROOT, 'bin', 'zerolm')}" "$@"; }`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `${zerolm}; ${line}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === null) throw new Error('ended by a signal');
  return { status, stdout, stderr };
}

describe('a file that is no regular one', () => {
  it.each([
    ['rank specs.ndjson', 'cat specs.ndjson | zerolm rank /dev/stdin'],
    ['rank specs.ndjson', 'zerolm rank /dev/stdin < specs.ndjson'],
    ['rank specs.ndjson', 'zerolm rank <(cat specs.ndjson)'],
    ['rank spec.json', 'zerolm rank <(cat spec.json)'],
    [
      'rank specs.ndjson --truth truth.csv',
      'zerolm rank specs.ndjson --truth <(sleep 0.2; cat truth.csv)',
    ],
    [
      'rank specs.ndjson --truth truth.csv',
      'zerolm rank specs.ndjson --truth /dev/stdin < truth.csv',
    ],
    [
      'rank specs.ndjson --truth truth.csv',
      'cat truth.csv | zerolm rank specs.ndjson --truth /dev/stdin',
    ],
  ])('is read as %s: %s', (plain, line) => {
    const folder = temporaryFiles(FILES);
    const expected = zerolm(plain.split(' '), { cwd: folder });
    const found = bash(folder, line);
    expect([found.status, found.stderr]).toEqual([0, '']);
    // The file is named where the truth is described.
    const withoutName = (text: string): string =>
      text.replaceAll(/\S*(truth\.csv|\/dev\/\S+)/g, '');
    expect(withoutName(found.stdout)).toBe(withoutName(expected.stdout));
  });

  it.each([
    ['rank /dev/zero', 'error: /dev/zero: not text: it holds a zero byte\n'],
    ['rank spec.json --truth /dev/zero', 'error: /dev/zero: not text: it holds a zero byte\n'],
    ['rank spec.json --settings /dev/zero', 'error: /dev/zero: not text: it holds a zero byte\n'],
    ['sample /dev/zero', 'error: /dev/zero: not text: it holds a zero byte\n'],
    ['rank /dev/null', 'error: /dev/null: empty: expected at least one spec\n'],
    [
      'rank zeros.safetensors',
      'error: zeros.safetensors: no regular file; expected a safetensors file\n',
    ],
    [
      'rank zeros.ndjson',
      /^error: zeros\.ndjson:1: too long: expected at most \d+ bytes in a line\n$/,
    ],
    ['rank zeros.ndjson --skip-invalid', /error: no candidate is left\n$/],
  ])('ends, and is refused: %s', (command, message) => {
    const folder = temporaryFiles(FILES);
    symlinkSync('/dev/zero', join(folder, 'zeros.ndjson'));
    symlinkSync('/dev/zero', join(folder, 'zeros.safetensors'));
    const { status, stdout, stderr } = zerolm(command.split(' '), { cwd: folder });
    expect([status, stdout]).toEqual([2, '']);
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
  });

  it.each([
    ['rank', 'socket'],
    ['rank', 'spec.json', '--truth', 'socket'],
  ])('is refused where it is a socket: %s %s %s %s', async (...args) => {
    const folder = temporaryFiles(FILES);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    const { status, stderr } = zerolm(args, { cwd: folder });
    server.close();
    expect([status, stderr]).toEqual([
      2,
      'error: socket: is a socket or a device without data; expected a file\n',
    ]);
  });

  it.each([
    ['rank', 'pipe'],
    ['rank', 'spec.json', '--truth', 'pipe'],
  ])('can be waited for, and Ctrl-C ends the wait: %s %s %s %s', async (...args) => {
    const folder = temporaryFiles(FILES);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const child = spawn(process.execPath, [join(ROOT, 'bin', 'zerolm'), ...args], { cwd: folder });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await opened(child.pid ?? 0, join(folder, 'pipe'));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });
});

/** Waits until a process has opened a file. */
async function opened(pid: number, path: string): Promise<void> {
  const folder = `/proc/${pid}/fd`;
  const targetOf = (name: string): string => {
    try {
      return readlinkSync(join(folder, name));
    } catch {
      // Closed meanwhile.
      return '';
    }
  };
  while (!readdirSync(folder).some((name) => targetOf(name) === path)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
