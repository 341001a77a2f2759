import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf, ROOT } from './run.ts';
import { readSlowly } from './slow-reader.ts';
import { IMPORT_PEAK } from '../peak-memory.ts';

const SPACE = 'fixtures/spaces/flexibert.json';
const BIN = join(ROOT, 'bin', 'zerolm');

let folder = '';
/** Runs the command line it is given, and says last how much memory it took at most. */
let measured = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-stdin-'));
  measured = join(folder, 'measured.mjs');
  writeFileSync(
    measured,
    `${IMPORT_PEAK}
    process.on('exit', () => process.stderr.write('peak ' + peakKilobytes() + '\\n'));
    const { main } = await import(${JSON.stringify(join(ROOT, 'dist', 'cli', 'main.js'))});
    await main();`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of the test's folder and gives its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Runs a line of shell in the root of the project. */
function shell(line: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('bash', ['-o', 'pipefail', '-c', line], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}

describe('candidates from stdin', () => {
  const lines = (): string => outputOf(['sample', SPACE, '--n', '300', '--seed', '2']);

  it.each([
    ['- behind a pipe', 'cat "$F" | "$N" "$Z" rank - --format csv'],
    ['- of a file', '"$N" "$Z" rank - --format csv < "$F"'],
    ['/dev/stdin', 'cat "$F" | "$N" "$Z" rank /dev/stdin --format csv'],
    ['a pipe with a name', '"$N" "$Z" rank <(cat "$F") --format csv'],
    ['a file of another ending', 'cp "$F" "$F.txt" && "$N" "$Z" rank "$F.txt" --format csv'],
  ])('%s: the ranking is that of the file', (_, line) => {
    const path = file('lines.ndjson', lines());
    const expected = outputOf(['rank', path, '--format', 'csv']);
    const names = { F: path, N: process.execPath, Z: BIN };
    const run = spawnSync('bash', ['-c', line], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ...names },
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toBe(expected);
  });

  it.each([
    ['score', '-'],
    ['inspect', '-'],
    ['convert', '-', '--to', 'flexibert'],
  ])('%s takes one spec from there, called stdin where it has no id', (...args) => {
    const input = readFileSync(join(ROOT, 'fixtures/bert-family/bert-tiny.json'));
    const run = spawnSync('bash', ['-c', 'cat | "$0" "$@"', process.execPath, BIN, ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      input,
    });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('stdin');
  });

  it('stops at the first broken line, while the writer goes on: catches a wait for the end', async () => {
    const child = spawn(process.execPath, [BIN, 'rank', '-'], { cwd: ROOT });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const ended = new Promise((resolve) => child.on('close', resolve));
    // The pipe stays open: nobody says that this was all.
    child.stdin.write(`${lines()}{"id":\n`);
    expect(await ended).toBe(2);
    expect(output).toBe('error: stdin:301:7: not JSON: value expected\n');
    child.stdin.destroy();
  });

  it('refuses nothing at all, and stdin twice', () => {
    expect(shell(`"${process.execPath}" ${BIN} rank - < /dev/null`).stderr).toBe(
      'error: stdin: empty: expected at least one spec\n',
    );
    expect(shell(`head -c 0 | "${process.execPath}" ${BIN} rank - -`).stderr).toContain(
      'error: stdin: given twice; name it once\n',
    );
  });

  it('ranks 100,000 sampled candidates in less than 250 MB on each side of the pipe: catches a stream that is held', () => {
    const node = `"${process.execPath}" ${measured}`;
    const run = shell(
      `${node} sample ${SPACE} --n 100000 | ${node} rank - --top 20 --format ndjson`,
    );
    expect(run.status).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(21);
    const peaks = [...run.stderr.matchAll(/^peak (\d+)$/gm)].map(([, peak]) => Number(peak) / 1024);
    expect(peaks).toHaveLength(2);
    expect(Math.max(...peaks)).toBeLessThan(250);
  });

  it('draws no faster than they are ranked: catches lines that pile up in memory', async () => {
    const { printed, held } = await readSlowly(['sample', SPACE, '--n', '10000']);
    expect(printed).toBeGreaterThan(3e6);
    expect(held).toBeLessThan(1e6);
  });
});
