import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { kendallTauB, PROXIES } from '../../src/index.ts';
import { evaluateDocument } from '../../src/report/documents/evaluate-schema.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { ratedRecords } from './rated-records.ts';
import { outputOf, zerolm } from './run.ts';

const CANDIDATES = 60;

let folder = '';
let input = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-evaluate-'));
  input = file('rated.json', recordsText());
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

type EvaluateDocument = z.infer<typeof evaluateDocument>;

function evaluate(...args: string[]): EvaluateDocument {
  const { status, stdout } = zerolm(['evaluate', ...args, '--format', 'json']);
  expect(status).toBe(0);
  return z.strictObject(evaluateDocument.shape).parse(JSON.parse(stdout));
}

function rowOf(document: EvaluateDocument, name: string) {
  const row = document.proxies.find(({ proxy }) => proxy === name);
  if (row === undefined || !('kendallTauB' in row)) throw new Error(`no row of ${name}`);
  return row;
}

describe('zerolm evaluate', () => {
  it('prints tables that fit a terminal, every proxy in each: catches a column that runs over', () => {
    const { status, stdout } = zerolm([
      ...['evaluate', input, '--within', 'depth', '--budget', '8M,1.5b'],
      ...['--resamples', '200'],
    ]);
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    const named = lines.filter((line) => line.startsWith('params-no-embedding '));
    expect(named).toHaveLength(8);
    expect(stdout).toContain('truth: q, higher is better, n = 60; 200 resamples');
    expect(stdout).toContain('With at most 1,500,000,000 parameters: 60 candidates');
  });

  it('prints the JSON that its schema describes, numbers that the library gives: catches a column of another proxy', () => {
    const document = evaluate(input, '--resamples', '200');
    const schema: unknown = JSON.parse(outputOf(['schema', 'evaluate']));
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema as object);
    expect(valid(document)).toBe(true);
    // A law needs the tokens of training.
    const shapes = [...PROXIES.values()].filter(
      ({ needs, findMissing }) => needs === 'shapes' && findMissing === undefined,
    );
    expect(document.proxies.map(({ proxy }) => proxy)).toEqual(shapes.map(({ name }) => name));
    const ranking = z
      .object({ ranking: z.array(z.object({ score: z.number(), truth: z.number() })) })
      .parse(JSON.parse(outputOf(['rank', input, '--format', 'json']))).ranking;
    const tau = kendallTauB(
      ranking.map(({ score }) => roundForTies(score)),
      ranking.map(({ truth }) => truth),
    );
    expect(rowOf(document, 'zerolm').kendallTauB.value).toBe(tau.ok && tau.value.value);
    expect(rowOf(document, 'params').versusBaseline).toBeNull();
    expect(rowOf(document, 'depth').versusBaseline).toMatchObject({ verdict: 'better' });
  });

  it('prints in CSV and NDJSON what JSON has: catches a cell of words', () => {
    const document = evaluate(input, '--resamples', '200', '--budget', '9M');
    const args = ['evaluate', input, '--resamples', '200', '--budget', '9M,9000k', '--format'];
    const csv = zerolm([...args, 'csv']).stdout;
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    // A reader by names sees the last of two columns, one by places the first.
    const names = (csv.split('\n')[0] ?? '').split(',');
    expect(names).toEqual([...new Set(names)]);
    expect(rows.map(({ proxy }) => proxy)).toEqual(document.proxies.map(({ proxy }) => proxy));
    const depth = rowOf(document, 'depth');
    expect(rows.find(({ proxy }) => proxy === 'depth')).toMatchObject({
      kendallTauB: String(depth.kendallTauB.value),
      'kendallTauB.low': String(depth.kendallTauB.ci95?.[0]),
      'spearman.p': String(depth.spearman.p),
      'precisionAt.5%': String(depth.precisionAt['5%']?.value),
      'ndcgAt.10%': String(depth.ndcgAt['10%']?.value),
      'versusBaseline.verdict': 'better',
    });
    expect(Object.keys(rows[0] ?? {})).toContain('regret.9000000.bestPick');
    const lines = zerolm([...args, 'ndjson'])
      .stdout.trim()
      .split('\n')
      .map((line) => z.looseObject({ record: z.string() }).parse(JSON.parse(line)));
    expect(lines.map(({ record }) => record)).toEqual([
      'settings',
      ...document.proxies.map(() => 'proxy'),
    ]);
  });
});

const recordsText = (): string => JSON.stringify(ratedRecords(CANDIDATES));

describe('zerolm evaluate --suite', () => {
  it('ranks proxies over sets beside the file: catches options that belong to one set', () => {
    const sets = ['a', 'b'].map((name) => ({ name, inputs: basename(input) }));
    const suite = join(folder, 'suite.json');
    writeFileSync(suite, JSON.stringify({ sets }));
    const args = ['evaluate', '--suite', suite, '--resamples', '200', '--proxy', 'nsc'];
    const { status, stdout } = zerolm(args);
    expect(status).toBe(0);
    expect(stdout).toContain('2 data sets');
    expect(stdout).toMatch(/^nsc +\d\.\d\d +0\.\d{3} +a$/m);
    const refused = zerolm([...args, '--truth', 'x.csv']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(
      "'--suite <file>' cannot be used with option '--truth <file>'",
    );
    expect(zerolm([...args, input])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('leave out') as string,
    });
    expect(zerolm(['evaluate'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no input: name files or folders, or a --suite') as string,
    });
  });
});

describe('zerolm evaluate refuses with exit code 2 and one message', () => {
  const refusal = (...args: string[]): string => {
    const { status, stdout, stderr } = zerolm(['evaluate', ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  };

  it.each([
    [['--proxy', 'zerlm'], '--proxy "zerlm": expected zerolm, params, '],
    [['--proxy', 'zerlm'], 'did you mean zerolm?'],
    [['--proxy', 'nsc,'], '--proxy "": expected'],
    [['--baseline', 'all'], '--baseline "all": expected zerolm, '],
    [['--at', '0'], '"0": expected a number of candidates or a percentage of them, as 10 or 5%'],
    [['--at', '61'], 'The top is 61 items, and there are 60'],
    [['--within', 'dpeth'], '--within "dpeth": expected family, depth, '],
    [['--budget', '10X'], '"10X": expected a number of parameters above 0, as 500k, 10M, 1.5B.'],
    [['--budget', '0'], 'expected a number of parameters above 0'],
    [['--best-of', '0'], 'expected a whole number from 1'],
    [['--sequence-length', '1.5'], 'expected a whole number from 1'],
    [['--nsc-shapes', 'own'], 'Allowed choices are true, paper, heads'],
  ])('%j: catches a default in its place', (args, message) => {
    expect(refusal(input, ...args)).toContain(message);
  });
});
