import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { outputOf, ROOT, zerolm } from './run.ts';
import { readSlowly } from './slow-reader.ts';

const LINES = 20_000;
const BROKEN = 10_001;

let folder = '';
let lines: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-stream-'));
  // A few thousand specs over and over: what is tested are lines and ids.
  const specs = Array.from({ length: 2000 }, (_, n) => JSON.stringify(sampleFlexibertSpec(5, n)));
  lines = Array.from(
    { length: LINES },
    (_, n) => `{"id":"c${n + 1}",${specs[n % specs.length]!.slice(1)}`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a stream of the test's folder and gives its path. */
function stream(name: string, content: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${content.join('\n')}\n`);
  return path;
}

/** The lines with others in the place of some, by number from 1. */
const broken = (changes: Readonly<Record<number, string>>): string[] =>
  lines.map((line, index) => changes[index + 1] ?? line);

describe('zerolm rank of a stream', () => {
  it('stops at the first broken line and names it alone: catches one that is passed over, a half ranking', () => {
    const path = stream('cut.ndjson', broken({ [BROKEN]: '{"id": 1', [BROKEN + 5000]: 'x' }));
    const { status, stdout, stderr } = zerolm(['rank', path, '--top', '3']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: .*cut\.ndjson:10001:9: not JSON: .*\n$/);
  });

  it.each([
    ['a wrong value', '{"hidden_size": 0}', /:10001: hidden_size: 0: expected a whole number/],
    ['an id that stands before', '', /:10001: id: duplicate "c7", already that of .*:7;/],
  ])('stops at %s too: catches a quick check that lets it pass', (_, line, message) => {
    const twin = `{"id":"c7",${lines[BROKEN]!.slice(`{"id":"c${BROKEN + 1}",`.length)}`;
    const path = stream('wrong.ndjson', broken({ [BROKEN]: line === '' ? twin : line }));
    const { status, stdout, stderr } = zerolm(['rank', path, '--top', '3']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('goes on where asked, and counts what it skipped: catches a silent gap', () => {
    const path = stream('gaps.ndjson', broken({ 1: '[', [BROKEN]: '{"l": 1}', [LINES]: '7' }));
    const { status, stdout, stderr } = zerolm(['rank', path, '--top', '3', '--skip-invalid']);
    expect(status).toBe(0);
    expect(stdout).toContain('ties: ');
    expect(stdout.trim().split('\n')).toHaveLength(8);
    for (const line of [1, BROKEN, LINES]) {
      expect(stderr).toMatch(new RegExp(`warning: .*gaps\\.ndjson:${line}(:2)?: skipped: `));
    }
    expect(stderr).toContain(`went on without 3 of ${LINES} candidates`);
  });

  it('counts twenty thousand broken lines in few words: catches a list that fills the memory', () => {
    const path = stream('none.ndjson', [lines[0]!, ...lines.slice(1).map(() => '{}')]);
    const { status, stderr } = zerolm(['rank', path, '--skip-invalid']);
    expect(status).toBe(0);
    expect(stderr.split('\n').length).toBeLessThan(60);
    expect(stderr).toContain(`and ${LINES - 1 - 50} more`);
    expect(stderr).toContain(`went on without ${LINES - 1} of ${LINES} candidates`);
  });

  it('lists with --top the head of the full ranking, in whatever order the lines come: catches a tie that falls by arrival', () => {
    const some = lines.slice(0, 5000);
    const ranking = (content: readonly string[], ...args: string[]): unknown[] =>
      outputOf(['rank', stream('order.ndjson', content), '--format', 'ndjson', ...args])
        .trim()
        .split('\n')
        .slice(1)
        .map((line): unknown => JSON.parse(line));
    const full = ranking(some);
    expect(full).toHaveLength(some.length);
    expect(ranking(some, '--top', '37')).toEqual(full.slice(0, 37));
    expect(ranking(some.toReversed(), '--top', '37')).toEqual(full.slice(0, 37));
  });

  it('agrees with the truth over all candidates, though it lists the best alone: catches a correlation of these', () => {
    const some = lines
      .slice(0, 3000)
      .map((line, n) => `{"scores":{"q":${n % 97}},${line.slice(1)}`);
    const path = stream('rated.ndjson', some);
    const evaluation = (...args: string[]): unknown => {
      const text = outputOf(['rank', path, '--format', 'json', '--resamples', '100', ...args]);
      return (JSON.parse(text) as { evaluation: unknown }).evaluation;
    };
    expect(evaluation('--top', '5')).toEqual(evaluation());
    expect(evaluation()).toMatchObject({ n: 3000, missingTruth: [] });
  });

  it('ends with 130 at Ctrl-C in the middle, with no half ranking: catches a reader that goes on', async () => {
    const pipe = join(folder, 'endless.ndjson');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const child = spawn(process.execPath, ['bin/zerolm', 'rank', pipe, '--top', '3'], {
      cwd: ROOT,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.on('close', (code, signal) => {
        resolve([code, signal]);
      });
    });
    // Opening it waits for the reader; a write beyond what a pipe holds waits until it has read.
    const writer = openSync(pipe, 'w');
    writeSync(writer, `${lines.slice(0, 5000).join('\n')}\n`);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    closeSync(writer);
    expect(output).toBe('');
  });

  it('prints no faster than it is read: catches lines that pile up in memory', async () => {
    const path = stream('slowly.ndjson', lines);
    const { printed, held } = await readSlowly(['rank', path, '--format', 'ndjson']);
    expect(printed).toBeGreaterThan(3e6);
    expect(held).toBeLessThan(5e5);
  });
});
