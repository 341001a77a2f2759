import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { evaluateDocument, kendallTauB, PROXIES, roundForTies } from '../../src/index.ts';
import { measuredTwice, ratedRecords } from './rated-records.ts';
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

/** Without the one number that is not repeated. */
function withoutTimes({ proxies, ...rest }: EvaluateDocument): object {
  return { ...rest, proxies: proxies.map(({ milliseconds, ...row }) => row) };
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
    expect(named).toHaveLength(6);
    expect(stdout).toContain('truth: q, higher is better, n = 60; 200 resamples');
    expect(stdout).toContain('With at most 1,500,000,000 parameters: 60 candidates');
  });

  it('prints the JSON that its schema describes, numbers that the library gives: catches a column of another proxy', () => {
    const document = evaluate(input, '--resamples', '200');
    const schema: unknown = JSON.parse(outputOf(['schema', 'evaluate']));
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema as object);
    expect(valid(document)).toBe(true);
    const shapes = [...PROXIES.values()].filter(({ needs }) => needs === 'shapes');
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

  it('gives the same whatever the order of the records and the threads: catches intervals by arrival', () => {
    const records = z.array(z.unknown()).parse(JSON.parse(recordsText())).toReversed();
    const turned = file('turned.json', records);
    const args = ['--resamples', '200', '--proxy', 'closed-form,weights'];
    expect(withoutTimes(evaluate(turned, ...args, '--jobs', '1'))).toEqual(
      withoutTimes(evaluate(input, ...args, '--jobs', '2')),
    );
  });

  it('takes proxies by name and adds the baseline: catches a difference from nothing', () => {
    const document = evaluate(input, '--resamples', '200', '--proxy', 'nsc,zerolm');
    expect(document.proxies.map(({ proxy }) => proxy)).toEqual(['zerolm', 'params', 'nsc']);
    const other = evaluate(input, '--resamples', '200', '--proxy', 'nsc', '--baseline', 'depth');
    expect(other.baseline).toBe('depth');
    expect(other.proxies.map(({ proxy }) => proxy)).toEqual(['depth', 'nsc']);
    expect(rowOf(other, 'nsc').versusBaseline).toMatchObject({ verdict: 'worse' });
  });

  it('turns the sign with --lower-is-better: catches a truth that is taken as it comes', () => {
    const document = evaluate(input, '--resamples', '200');
    const turned = evaluate(input, '--resamples', '200', '--lower-is-better');
    expect(turned.direction).toBe('lower-is-better');
    expect(rowOf(turned, 'depth').kendallTauB.value).toBe(
      -rowOf(document, 'depth').kendallTauB.value,
    );
  });

  it('says of a proxy that ties all candidates that it ranks nothing: catches a 0 or a NaN', () => {
    const records = z
      .array(z.looseObject({ nas_config: z.object({ encoder_layers: z.array(z.unknown()) }) }))
      .parse(JSON.parse(recordsText()))
      .filter(({ nas_config }) => nas_config.encoder_layers.length === 2);
    const { status, stdout, stderr } = zerolm([
      ...['evaluate', file('flat.json', records), '--resamples', '200', '--format', 'json'],
    ]);
    expect(status).toBe(0);
    expect(stderr).toContain('depth: Every item has the same score');
    const document = evaluateDocument.parse(JSON.parse(stdout));
    const row = document.proxies.find(({ proxy }) => proxy === 'depth');
    expect(row).toEqual({
      proxy: 'depth',
      n: records.length,
      reason: expect.stringContaining('the scores rank nothing') as string,
      milliseconds: expect.any(Number) as number,
    });
    const table = zerolm(['evaluate', file('flat.json', records), '--resamples', '200']).stdout;
    expect(table).toMatch(/No correlation\n\nproxy {2}because\ndepth {2}Every item/);
  });

  it('estimates the noise ceiling from architectures that stand there twice: catches a ceiling of 1', () => {
    const twice = measuredTwice(ratedRecords(CANDIDATES));
    const document = evaluate(file('twice.json', twice), '--resamples', '200');
    const ceiling = document.noiseCeiling;
    expect(ceiling?.repeatedItems).toBeGreaterThanOrEqual(CANDIDATES - 5);
    expect(ceiling?.kendallTauB.value).toBeGreaterThan(0.7);
    expect(ceiling?.kendallTauB.value).toBeLessThan(1);
    const table = zerolm(['evaluate', file('twice.json', twice), '--resamples', '200']).stdout;
    expect(table).toContain('Noise ceiling\nwhat a proxy would reach that knew the true quality');
  });

  it('lists who has no truth, and rests on the others: catches a candidate that counts as 0', () => {
    const rows = Array.from({ length: 40 }, (_, n) => `c${n},${(n * 17) % 29}`);
    const truth = file('some.csv', `id,q\n${rows.join('\n')}\n`);
    const document = evaluate(input, '--truth', truth, '--resamples', '200');
    expect(document.n).toBe(40);
    expect(document.missingTruth).toEqual(Array.from({ length: 20 }, (_, n) => `c${n + 40}`));
  });
});

const recordsText = (): string => JSON.stringify(ratedRecords(CANDIDATES));

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
    [['--within', 'dpeth'], '--within "dpeth": expected family, depth, '],
    [['--budget', '10X'], '"10X": expected a number of parameters above 0, as 500k, 10M, 1.5B.'],
    [['--budget', '0'], 'expected a number of parameters above 0'],
    [['--best-of', '0'], 'expected a whole number from 1'],
    [['--sequence-length', '1.5'], 'expected a whole number from 1'],
    [['--nsc-shapes', 'own'], 'Allowed choices are true, paper'],
    [['--truth-column', 'glue'], 'no quality called "glue": expected "q"'],
  ])('%j: catches a default in its place', (args, message) => {
    expect(refusal(input, ...args)).toContain(message);
  });

  it('candidates without a measured quality, one candidate, a constant truth, constant scores', () => {
    expect(refusal('fixtures/flexibert-candidates')).toContain(
      'no candidate has a measured quality: name a file with --truth',
    );
    const one = file('one.csv', 'id,q\nc0,1\n');
    expect(refusal(input, '--truth', one)).toMatch(/one\.csv: .*at least 2 items/);
    const rows = Array.from({ length: CANDIDATES }, (_, n) => `c${n},7`).join('\n');
    const constant = file('constant.csv', `id,q\n${rows}\n`);
    expect(refusal(input, '--truth', constant)).toMatch(
      /constant\.csv: Every item has the same ground truth \(7\)/,
    );
    const flat = ['--proxy', 'zerolm', '--baseline', 'zerolm', '--formula', 'attention-attention'];
    expect(refusal(input, ...flat)).toMatch(
      /No proxy ranks anything\. zerolm: Every item has the same score \(0/,
    );
    const others = file('others.csv', 'id,q\nx,1\ny,2\n');
    expect(refusal(input, '--truth', others)).toContain('no id of a candidate');
  });
});
