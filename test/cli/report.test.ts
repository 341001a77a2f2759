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
import { ratedRecords, type RatedRecord } from './rated-records.ts';
import { outputOf, zerolm } from './run.ts';

/** Writes a file of the test's folder and gives its path. */
function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The headings of a page, in their order. */
const titlesOf = (page: string): string[] =>
  [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title = '']) => title);

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
      'Sensitivity of alpha',
      'score against parameters',
      'Capacity per sub-module',
    ]) {
      expect(page).toContain(`<h2>${title}</h2>`);
    }
    expect(readdirSync(folder).sort()).toEqual(['first.html', 'second.html']);
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

  it.skipIf(process.getuid?.() === 0)(
    'refuses a folder that is read-only (needs a user other than root)',
    () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed);
      chmodSync(closed, 0o500);
      const { status, stdout } = zerolm([...RANK, '--report', join(closed, 'out.html')]);
      expect([status, stdout]).toEqual([2, '']);
      expect(existsSync(join(closed, 'out.html'))).toBe(false);
    },
  );

  it('alone loads what draws: catches a start that is slow for all', () => {
    const drawing = (args: readonly string[]): string[] =>
      loadedBy(args).packages.filter((name) => /plot|linkedom/.test(name));
    expect(drawing([...RANK, ...TRUTH, '--plot'])).toEqual([]);
    expect(drawing([...RANK, '--report', join(folder, 'loaded.html')])).toEqual(
      expect.arrayContaining(['@observablehq/plot', 'linkedom']),
    );
  });
});

describe.each(['rank', 'evaluate', 'tune'])('zerolm %s --report', (command) => {
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
    const { status, stdout, stderr } = zerolm([command, 'no-such-folder', '--report', file]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--report "${file}": `);
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(readdirSync(folder)).toEqual(before);
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

/** What a run prints besides the time it takes. */
const untimed = (output: string): string => output.slice(0, output.indexOf('\nChoosing'));

describe('zerolm evaluate --report', () => {
  const evaluate = (...args: string[]): string[] => ['evaluate', ...args, '--resamples', '100'];
  /** What a run prints that has to succeed; with so few candidates it warns of some intervals. */
  const evaluated = (...args: string[]): string => {
    const { status, stdout, stderr } = zerolm(evaluate(...args));
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const records = ratedRecords(40);
  const input = (name: string, content: readonly RatedRecord[] = records): string =>
    written(name, JSON.stringify(content));

  it('writes a page besides the output, the same whatever the time and the order: catches milliseconds', () => {
    const file = input('rated.json');
    const [first, second] = [join(folder, 'e1.html'), join(folder, 'e2.html')];
    const plain = evaluated(file);
    expect(untimed(evaluated(file, '--report', first))).toBe(untimed(plain));
    input('rated.json', records.toReversed());
    evaluated(file, '--report', second, '--format', 'json', '--jobs', '1');
    const page = readFileSync(first, 'utf8');
    expect(readFileSync(second, 'utf8')).toBe(page);
    expect(page).not.toMatch(/>ms<|ms: to score|milliseconds/);
    expect(titlesOf(page)).toEqual([
      'Kendall&#39;s tau-b of the proxies',
      'zerolm against q',
      'Rank differences of zerolm',
      'Sensitivity of alpha',
      'zerolm against parameters',
      'Capacity per sub-module',
      'Correlations with q',
      'Against params: by how much tau-b is higher, on the same resamples',
      'Beyond size',
      'At the top',
      'Choosing',
      'Settings and versions',
    ]);
    expect(page).toContain('>in use: 0.7<');
    // As the terminal has it, without the columns that CSV alone has.
    expect(page).not.toContain('kendallTauB.low');
    expect(page.match(/>p-value</g)).toBeNull();
  });

  it('is not written where no proxy ranks anything: catches empty axes, a crash', () => {
    const [first] = records;
    const same = ['a', 'b', 'c'].map((id, n) => ({ ...first!, id, scores: { q: n } }));
    const page = join(folder, 'same.html');
    const { status, stdout, stderr } = zerolm(
      evaluate(input('same.json', same), '--report', page, '--plot'),
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the scores rank nothing');
    expect(existsSync(page)).toBe(false);
  });

  it('draws its proxy under the tables with --plot, and says where not: catches another scatter', () => {
    const file = input('plotted.json');
    const plain = evaluated(file);
    const output = evaluated(file, '--plot');
    expect(untimed(output)).toBe(untimed(plain));
    const lines = output.trimEnd().split('\n');
    expect(lines.at(-1)?.trim()).toBe('zerolm');
    expect(lines).toContain('q, higher is better');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    const csv = zerolm(evaluate(file, '--plot', '--format', 'csv'));
    expect(csv.stderr).toContain('warning: --plot: ignored: only a table has a plot under it\n');
    expect(csv.stdout).not.toContain('┤');
    const drawing = loadedBy(evaluate(file, '--plot')).packages;
    expect(drawing.filter((one) => /plot|linkedom/.test(one))).toEqual([]);
  });
});

describe('zerolm tune --report', () => {
  const records = ratedRecords(40);
  const input = (): string => written('tuned.json', JSON.stringify(records));
  const pageOf = (...args: string[]): string => {
    const file = join(folder, 'tune.html');
    const { status, stderr } = zerolm(['tune', ...args, '--report', file]);
    expect(status, stderr).toBe(0);
    return readFileSync(file, 'utf8');
  };

  it('writes a page besides the output, the same at every run: catches a random id', () => {
    const file = input();
    const page = pageOf(file, '--samples', '12');
    expect(pageOf(file, '--samples', '12', '--format', 'json')).toBe(page);
    const output = zerolm(['tune', file, '--samples', '12']).stdout;
    expect(
      zerolm(['tune', file, '--samples', '12', '--report', join(folder, 't.html')]).stdout,
    ).toBe(output);
    expect(titlesOf(page)).toEqual([
      'Sensitivity of alpha',
      'score against q',
      'Rank differences of score',
      'score against parameters',
      'Capacity per sub-module',
      'How the balance orders labels that it was and was not chosen by',
      'Sensitivity to alpha, on all 40 labels',
      'Settings and versions',
    ]);
    const [, alpha = ''] = /^chosen: alpha (.*)$/m.exec(output) ?? [];
    expect(page).toContain(`>chosen: ${alpha}<`);
    expect(page).toContain('<td>labels it was chosen by</td>');
    expect(page).toContain('<td>labels held out</td>');
  });

  it('refuses one name for the page and the settings: catches the one written over the other', () => {
    const file = join(folder, 'both.html');
    const { status, stdout, stderr } = zerolm([
      ...['tune', input(), '--report', file],
      ...['--out', join(folder, '.', 'both.html')],
    ]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`--out "${file}": is the file of --report too`);
    expect(existsSync(file)).toBe(false);
  });
});
