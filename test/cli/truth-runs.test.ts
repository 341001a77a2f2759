import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noiseCeiling } from '../../src/evaluation/noise-ceiling.ts';
import { evaluateDocument } from '../../src/report/documents/evaluate-schema.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { tuneDocument } from '../../src/report/documents/tune-document.ts';
import { compareIds } from '../../src/scoring/rank-by-score.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { settingsFile } from '../../src/tuning/settings-file.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { zerolm } from './run.ts';

const CANDIDATES = 40;

let folder = '';
let input = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-runs-'));
  const specs = Array.from({ length: CANDIDATES }, (_, n) => ({
    id: `c${n}`,
    ...sampleFlexibertSpec(4, n),
  }));
  input = file('specs.json', JSON.stringify(specs));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A run of a candidate's quality, which follows its depth, with noise. */
function run(candidate: number, seed: number): number {
  const depth = sampleFlexibertSpec(4, candidate).nas_config.encoder_layers.length;
  return 60 + 4 * depth + ((candidate * 7919 + seed * 104_729 + candidate * seed * 31) % 61) / 8;
}

/** How many runs a candidate has: from one to three. */
const runsOf = (candidate: number): number[] =>
  [0, 1, 2].slice(0, 1 + (candidate % 3)).map((seed) => run(candidate, seed));

const everyRun = Array.from({ length: CANDIDATES }, (_, candidate) => runsOf(candidate));

function longFile(): string {
  const rows = everyRun.flatMap((runs, candidate) =>
    runs.map((value, seed) => `c${candidate},${seed},${value}`),
  );
  return file('long.csv', `id,seed,q\n${rows.join('\n')}\n`);
}

function wideFile(): string {
  const rows = everyRun.map(
    (runs, candidate) => `c${candidate},${[0, 1, 2].map((seed) => runs[seed] ?? '').join(',')}`,
  );
  return file('wide.csv', `id,s0,s1,s2\n${rows.join('\n')}\n`);
}

/** The means alone, as somebody would have made them by hand. */
function meanFile(): string {
  const rows = everyRun.map((runs, candidate) => {
    const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
    return `c${candidate},${Number(mean.toPrecision(12))}`;
  });
  return file('means.csv', `id,q\n${rows.join('\n')}\n`);
}

const long = (): string[] => ['--truth', longFile(), '--truth-column', 'q', '--repeated', 'mean'];
const wide = (): string[] => ['--truth', wideFile(), '--truth-column', 's0,s1,s2'];
const means = (): string[] => ['--truth', meanFile()];

function evaluated(...args: string[]): z.infer<typeof evaluateDocument> {
  const few = ['--proxy', 'zerolm,depth', '--resamples', '200'];
  const all = ['evaluate', input, ...args, ...few, '--format', 'json'];
  const { status, stdout, stderr } = zerolm(all);
  expect([status, stderr]).toEqual([0, '']);
  return z.strictObject(evaluateDocument.shape).parse(JSON.parse(stdout));
}

/** Without what is measured anew, and what is said of the file. */
function rowsOf({ proxies }: z.infer<typeof evaluateDocument>): object[] {
  return proxies.map(({ milliseconds, ...row }) => row);
}

function refusal(...args: string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

describe('several runs of the truth', () => {
  it('make the same table in rows, in columns and as means: catches a run that counts as the truth', () => {
    const byHand = rowsOf(evaluated(...means()));
    expect(rowsOf(evaluated(...long()))).toEqual(byHand);
    expect(rowsOf(evaluated(...wide()))).toEqual(byHand);
  });

  it('are said in the settings, and bring the ceiling of their means: catches that of single runs', () => {
    for (const [args, isWide] of [
      [long(), false],
      [wide(), true],
    ] as const) {
      const { settings, noiseCeiling: found } = evaluated(...args);
      expect(settings.truth?.runs).toEqual({ fewest: 1, most: 3 });
      const sorted = everyRun
        .map((runs, candidate) => ({
          id: `c${candidate}`,
          runs: isWide ? runs : runs.toSorted((a, b) => a - b),
        }))
        .sort((a, b) => compareIds(a.id, b.id));
      const own = sorted.map(({ runs }) => runs);
      const columns = own.map((runs) => [...runs.keys()]);
      const ceiling = noiseCeiling({ runs: own, ...(isWide && { columns }), averaged: true }, 0);
      if (!ceiling.ok) throw new Error(ceiling.reason);
      expect(found?.runsBehindTruth).toBeCloseTo(CANDIDATES / (14 + 13 / 2 + 13 / 3), 12);
      expect(found?.repeatedItems).toBe(26);
      expect(found?.betweenRuns).toEqual(ceiling.value.betweenRuns);
      expect(found?.kendallTauB.value).toBe(ceiling.value.kendallTauB.value);
    }
    expect(evaluated(...means()).settings.truth?.runs).toBeUndefined();
    expect(evaluated(...means()).noiseCeiling).toBeUndefined();
  });

  it('are told under the title, in 80 columns: catches a mean that looks like a measurement', () => {
    const names = Array.from({ length: 30 }, (_, seed) => `accuracy of seed ${seed}`);
    const rows = everyRun.map((_, c) => [`c${c}`, ...names.map((__, seed) => run(c, seed))]);
    const truth = file('many.csv', `${['id', ...names].join()}\n${rows.join('\n')}\n`);
    const args = [input, '--truth', truth, '--truth-column', names.join()];
    for (const command of [
      ['evaluate', ...args, '--resamples', '200'],
      ['rank', ...args, '--resamples', '200', '--plot'],
      ['tune', ...args],
    ]) {
      const { status, stdout } = zerolm(command);
      expect(status).toBe(0);
      expect(stdout).toContain('runs: the truth is the mean of 30 of each candidate');
      expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    }
    expect(zerolm(['rank', input, ...wide()]).stdout).toContain('the mean of 1 to 3 of each');
  });

  it('are taken by rank and tune as by evaluate: catches a command with rules of its own', () => {
    const ranked = (...args: string[]) =>
      rankDocument.parse(
        JSON.parse(
          zerolm(['rank', input, ...args, '--resamples', '200', '--format', 'json']).stdout,
        ),
      );
    const tuned = (...args: string[]) =>
      tuneDocument.parse(JSON.parse(zerolm(['tune', input, ...args, '--format', 'json']).stdout));
    for (const args of [long(), wide()]) {
      expect(ranked(...args).evaluation).toEqual(ranked(...means()).evaluation);
      expect(ranked(...args).ranking).toEqual(ranked(...means()).ranking);
      expect(tuned(...args).agreements).toEqual(tuned(...means()).agreements);
      expect(ranked(...args).settings.truth?.runs).toEqual({ fewest: 1, most: 3 });
      expect(tuned(...args).settings.truth?.runs).toEqual({ fewest: 1, most: 3 });
    }
  });

  it('stand in a settings file, which is read back: catches an origin that is refused', () => {
    const out = join(folder, 'settings.json');
    expect(zerolm(['tune', input, ...wide(), '--out', out]).status).toBe(0);
    const { origin } = settingsFile.parse(JSON.parse(readFileSync(out, 'utf8')));
    expect(origin.truth).toMatchObject({ column: 's0,s1,s2', runs: { fewest: 1, most: 3 } });
    expect(zerolm(['rank', input, '--settings', out]).status).toBe(0);
  });

  it('of ids that are no candidate count nowhere: catches runs of nobody in the settings', () => {
    const others = Array.from({ length: 9 }, (_, seed) => `stranger,${seed},${50 + seed}`);
    const text = `${readFileSync(longFile(), 'utf8')}${others.join('\n')}\n`;
    const truth = ['--truth', file('others.csv', text), '--truth-column', 'q'];
    const { status, stdout, stderr } = zerolm([
      ...['evaluate', input, ...truth, '--repeated', 'mean'],
      ...['--proxy', 'zerolm,depth', '--resamples', '200', '--format', 'json'],
    ]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/ignored 1 of 41 ids that are no candidate: stranger/);
    const document = evaluateDocument.parse(JSON.parse(stdout));
    expect(document.settings.truth?.runs).toEqual({ fewest: 1, most: 3 });
    expect(document.noiseCeiling).toEqual(evaluated(...long()).noiseCeiling);
  });

  it('go before architectures that stand there twice: catches two kinds of noise in one', () => {
    const specs = z
      .array(z.looseObject({ id: z.string() }))
      .parse(JSON.parse(readFileSync(input, 'utf8')));
    const twice = file(
      'twice.json',
      JSON.stringify(specs.flatMap((spec) => [spec, { ...spec, id: `${spec.id}-again` }])),
    );
    const rows = everyRun.flatMap((runs, n) => [
      ...runs.map((value) => `c${n},${value}`),
      ...runs.map((value) => `c${n}-again,${value + (n % 5)}`),
    ]);
    const truth = [
      '--truth',
      file('twice.csv', `id,q\n${rows.join('\n')}\n`),
      '--repeated',
      'mean',
    ];
    const args = ['evaluate', twice, ...truth, '--resamples', '200', '--format', 'json'];
    const ceiling = evaluateDocument.parse(JSON.parse(zerolm(args).stdout)).noiseCeiling;
    expect(ceiling?.repeatedItems).toBe(52);
    expect(ceiling?.runsBehindTruth).toBeGreaterThan(1);
  });

  it('of too few candidates give no ceiling, with the reason: catches one from two points', () => {
    const rows = everyRun.map(([value = 0], n) => `c${n},${value}`);
    const truth = file('few.csv', `id,q\n${rows.join('\n')}\nc0,70\nc1,71\n`);
    const args = ['evaluate', input, '--truth', truth, '--repeated', 'mean', '--resamples', '200'];
    const { status, stdout } = zerolm(args);
    expect(status).toBe(0);
    expect(stdout).toContain('A noise ceiling needs at least 10 items');
  });
});

describe('runs of the truth are refused with exit code 2', () => {
  it('where an id occurs twice and nobody said what that means, by every command', () => {
    const truth = file('short.csv', 'id,q\nc0,1\nc1,2\nc0,3\n');
    for (const command of ['evaluate', 'rank', 'tune']) {
      expect(refusal(command, input, '--truth', truth)).toMatch(
        /short\.csv:4: q: id "c0" occurs twice; keep one for each id, or take the mean of its runs with --repeated mean\n$/,
      );
    }
  });

  it('where columns are better at different ends, unless the end is said', () => {
    const rows = everyRun.map((_, n) => `c${n},${n},${100 - n}`);
    const truth = file('mixed.csv', `id,accuracy,perplexity\n${rows.join('\n')}\n`);
    const args = ['--truth', truth, '--truth-column', 'accuracy,perplexity'];
    for (const command of ['evaluate', 'rank', 'tune']) {
      expect(refusal(command, input, ...args)).toContain(
        'mixed.csv: truth of mixed direction: by their names "perplexity" is better the lower it is and "accuracy" the higher; columns named together are runs of one quality: leave one out, or add --lower-is-better or --higher-is-better',
      );
    }
    const errors = file('errors.csv', `id,ppl 1,ppl 2\n${rows.join('\n')}\n`);
    const both = ['--truth', errors, '--truth-column', 'ppl 1,ppl 2'];
    // Their means are all the same: what is refused is that there is nothing to rank.
    expect(refusal('evaluate', input, ...both)).toContain('has the same ground truth');
  });

  it('takes the direction of all columns from their names: catches one of the joined name', () => {
    // What is good is low, or else bigger would be worse.
    const rows = everyRun.map((_, n) => `c${n},${100 - run(n, 0)},${100 - run(n, 1)}`);
    const truth = file('ppl.csv', `id,ppl 1,ppl 2\n${rows.join('\n')}\n`);
    const { direction } = evaluated('--truth', truth, '--truth-column', 'ppl 1,ppl 2');
    expect(direction).toBe('lower-is-better');
  });

  it('where a column is named twice, or is not there', () => {
    const truth = wideFile();
    expect(refusal('evaluate', input, '--truth', truth, '--truth-column', 's0,s0')).toContain(
      '"s0" occurs twice in --truth-column',
    );
    expect(refusal('rank', input, '--truth', truth, '--truth-column', 's0,s7')).toContain(
      'no quality called "s7": expected "s0", "s1", "s2"',
    );
    expect(refusal('rank', input, '--truth', truth, '--repeated', 'median')).toContain(
      'Allowed choices are refuse, mean',
    );
  });

  it('--repeated without --truth is named in a warning: catches an option that does nothing', () => {
    const { status, stderr } = zerolm(['rank', input, '--repeated', 'mean']);
    expect(status).toBe(0);
    expect(stderr).toBe(
      'warning: --repeated: ignored: only a file named with --truth has an id several times\n',
    );
  });
});

describeWithBenchmarks('a noise ceiling', () => {
  it('below what a proxy has is named in a warning: catches a bound that is none', () => {
    const flexibert = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
    const args = ['evaluate', flexibert, '--build', 'released', '--proxy', 'depth'];
    const { status, stderr } = zerolm(args);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^warning: the noise ceiling of tau-b, 0\.\d{3}, is below that of depth, 0\.682: it is too low,/m,
    );
  });
});
