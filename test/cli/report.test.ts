import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadedBy } from './loaded.ts';
import { outputOf, zerolm } from './run.ts';

const RANK = ['rank', 'fixtures/bert-family'];
const TRUTH = ['--truth', 'fixtures/bert-family-mnli.csv'];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-report-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('zerolm rank --report', () => {
  it('writes a page besides the output, the same at every run: catches a date, a random id', () => {
    const [first, second] = [join(folder, 'first.html'), join(folder, 'second.html')];
    const plain = outputOf([...RANK, ...TRUTH]);
    expect(outputOf([...RANK, ...TRUTH, '--report', first])).toBe(plain);
    outputOf([...RANK, ...TRUTH, '--report', second, '--format', 'json']);
    const page = readFileSync(first, 'utf8');
    expect(readFileSync(second, 'utf8')).toBe(page);
    for (const title of [
      'score against mnli_matched',
      'Rank differences of score',
      'score against parameters',
      'Capacity per sub-module',
    ]) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    expect(readdirSync(folder).sort()).toEqual(['first.html', 'second.html']);
  });

  it('shows all candidates with --top, and without a truth: catches figures of the best alone', () => {
    const file = join(folder, 'top.html');
    outputOf([...RANK, ...TRUTH, '--top', '2', '--report', file]);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('6 candidates; mnli_matched');
    expect(page).toContain('6 of 6 candidates on the front');
    expect(page).toContain('The best 2 of 6 candidates');
    outputOf([...RANK, '--report', file]);
    const without = readFileSync(file, 'utf8');
    expect(without).not.toContain('Rank differences');
    expect(without).toContain('6 of 6 candidates on the front');
  });

  it.each([
    ['no/folder/out.html', 'no such directory; make it first'],
    ['folder.html', 'is a directory; expected the name of a file'],
    ['spec.json', 'expected a name that ends in .html'],
    ['spec.json/out.html', "can't be written"],
  ])('refuses %s before the work, with nothing written: catches a lost hour', (name, reason) => {
    mkdirSync(join(folder, 'folder.html'), { recursive: true });
    writeFileSync(join(folder, 'spec.json'), '{}');
    const before = readdirSync(folder);
    const file = join(folder, name);
    // The input is wrong too, and is not reached.
    const { status, stdout, stderr } = zerolm(['rank', 'no-such-folder', '--report', file]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--report "${file}": `);
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('leaves a page that is there where the input is wrong: catches one emptied at the start', () => {
    const file = join(folder, 'kept.html');
    writeFileSync(file, 'kept');
    expect(zerolm(['rank', 'no-such-folder', '--report', file]).status).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('replaces what a link leads to, not the link: catches a rename over it', () => {
    const [target, link] = [join(folder, 'target.html'), join(folder, 'link.html')];
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    outputOf([...RANK, '--report', link]);
    expect(readFileSync(target, 'utf8')).toContain('<!doctype html>');
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that is read-only', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const { status, stdout } = zerolm([...RANK, '--report', join(closed, 'out.html')]);
    expect([status, stdout]).toEqual([2, '']);
    expect(existsSync(join(closed, 'out.html'))).toBe(false);
  });

  it('alone loads what draws: catches a start that is slow for all', () => {
    const drawing = (args: readonly string[]): string[] =>
      loadedBy(args).packages.filter((name) => /plot|linkedom/.test(name));
    expect(drawing([...RANK, ...TRUTH, '--plot'])).toEqual([]);
    expect(drawing([...RANK, '--report', join(folder, 'loaded.html')])).toEqual(
      expect.arrayContaining(['@observablehq/plot', 'linkedom']),
    );
  });
});

describe('zerolm rank --plot', () => {
  it('draws under the table, within 80 columns: catches a plot that wraps', () => {
    const plain = outputOf([...RANK, ...TRUTH]);
    const output = outputOf([...RANK, ...TRUTH, '--plot']);
    expect(output.startsWith(plain)).toBe(true);
    const lines = output.slice(plain.length).split('\n');
    expect(lines[1]).toBe('mnli_matched, higher is better');
    expect(lines.at(-2)?.trim()).toBe('score (log scale)');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it('is named where it changes nothing: catches an option that is passed over', () => {
    const noTruth = zerolm([...RANK, '--plot']);
    expect(noTruth.stderr).toBe('warning: --plot: ignored: there is no truth\n');
    expect(noTruth.stdout).toBe(outputOf(RANK));
    const json = zerolm([...RANK, ...TRUTH, '--plot', '--format', 'json']);
    expect(json.stderr).toBe('warning: --plot: ignored: only a table has a plot under it\n');
    expect(json.stdout).toBe(outputOf([...RANK, ...TRUTH, '--format', 'json']));
  });
});
