import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EvaluateDocument } from '../../src/report/documents/evaluate-document.ts';
import { evaluateDocument } from '../../src/report/documents/evaluate-schema.ts';
import { evaluateReport } from '../../src/report/evaluate-report.ts';
import { render } from '../../src/report/render.ts';
import { evaluate, type EvaluateRequest } from '../../src/workflows/evaluate.ts';
import { rank } from '../../src/workflows/rank.ts';
import { measuredTwice, ratedRecords } from '../cli/rated-records.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const CANDIDATES = 60;
const records = ratedRecords(CANDIDATES);

let folder = '';
let input = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-evaluate-'));
  input = file('rated.json', records);
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

type Options = Omit<EvaluateRequest, 'inputs'>;

const run = (options: Options = {}, inputs = [input]): ReturnType<typeof evaluate> =>
  evaluate({ inputs, resamples: 200, ...options });

const evaluated = async (options?: Options, inputs?: string[]): Promise<EvaluateDocument> =>
  z.strictObject(evaluateDocument.shape).parse(valueOf(await run(options, inputs)).document);

/** Without the one number that is not repeated. */
function withoutTimes({ proxies, ...rest }: EvaluateDocument): object {
  return { ...rest, proxies: proxies.map(({ milliseconds, ...row }) => row) };
}

function rowOf(document: EvaluateDocument, name: string) {
  const row = document.proxies.find(({ proxy }) => proxy === name);
  if (row === undefined || !('kendallTauB' in row)) throw new Error(`no row of ${name}`);
  return row;
}

const namesOf = ({ proxies }: EvaluateDocument): string[] => proxies.map(({ proxy }) => proxy);

describe('evaluate(request)', () => {
  it('gives the same whatever the order of the records and the threads: catches intervals by arrival', async () => {
    const some = records.slice(0, 20);
    const [as, turned] = [file('some.json', some), file('turned.json', some.toReversed())];
    const proxy = 'closed-form,weights';
    expect(withoutTimes(await evaluated({ proxy, jobs: 1 }, [turned]))).toEqual(
      withoutTimes(await evaluated({ proxy, jobs: 2 }, [as])),
    );
  });

  it('takes proxies by name and adds the baseline: catches a difference from nothing', async () => {
    const document = await evaluated({ proxy: 'nsc,zerolm' });
    expect(namesOf(document)).toEqual(['zerolm', 'params', 'nsc']);
    const other = await evaluated({ proxy: 'nsc', baseline: 'depth' });
    expect(other.baseline).toBe('depth');
    expect(namesOf(other)).toEqual(['depth', 'nsc']);
    expect(rowOf(other, 'nsc').versusBaseline).toMatchObject({ verdict: 'worse' });
  });

  it('turns the sign where lower is better: catches a truth that is taken as it comes', async () => {
    const turned = await evaluated({ lowerIsBetter: true });
    expect(turned.direction).toBe('lower-is-better');
    const { value } = rowOf(await evaluated(), 'depth').kendallTauB;
    expect(rowOf(turned, 'depth').kendallTauB.value).toBe(-value);
  });

  it('gives a proxy that ties all candidates a reason: catches a 0 or a NaN', async () => {
    const flat = records.filter(({ nas_config }) => nas_config.encoder_layers.length === 2);
    const outcome = await run({}, [file('flat.json', flat)]);
    expect(warningsOf(outcome)).toContain('depth: Every item has the same score');
    const row = valueOf(outcome).document.proxies.find(({ proxy }) => proxy === 'depth');
    expect(row).toEqual({
      proxy: 'depth',
      n: flat.length,
      reason: expect.stringContaining('the scores rank nothing') as string,
      milliseconds: expect.any(Number) as number,
    });
  });

  it('estimates the noise ceiling from architectures that are listed twice: catches a ceiling of 1', async () => {
    const { noiseCeiling } = await evaluated({}, [file('twice.json', measuredTwice(records))]);
    expect(noiseCeiling?.repeatedItems).toBeGreaterThanOrEqual(CANDIDATES - 5);
    expect(noiseCeiling?.kendallTauB.value).toBeGreaterThan(0.7);
    expect(noiseCeiling?.kendallTauB.value).toBeLessThan(1);
  });

  it('lists who has no truth, and rests on the others: catches a candidate that counts as 0', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => `c${n},${(n * 17) % 29}`);
    const document = await evaluated({ truth: file('some.csv', `id,q\n${rows.join('\n')}\n`) });
    expect(document.n).toBe(40);
    expect(document.missingTruth).toEqual(Array.from({ length: 20 }, (_, n) => `c${n + 40}`));
  });

  it('notes that few were measured twice, and does not warn of it: catches a page that begins with a warning', async () => {
    const few = file('few-twice.json', [
      ...records,
      ...measuredTwice(records.slice(0, 3)).slice(1, 2),
    ]);
    const outcome = await run({ page: true }, [few]);
    expect(warningsOf(outcome)).not.toContain('ceiling');
    const { document, page } = valueOf(outcome);
    expect(document.noNoiseCeiling).toMatch(/needs at least 10 items .* and there/);
    expect(document).not.toHaveProperty('noiseCeiling');
    expect(page?.sheets.at(-1)?.title).toBe('No noise ceiling');
  });

  it('puts the best first in every table of its page: catches the order of the registry', async () => {
    const { page } = valueOf(await run({ page: true, budget: [2e7] }));
    const firstOf = (title: string): number[] => {
      const { rows } = page!.sheets.find((sheet) => sheet.title.startsWith(title))!;
      return rows.map((row) => row.find((cell) => typeof cell === 'number') ?? -Infinity);
    };
    for (const title of ['Correlations', 'Against', 'Beyond size', 'At the top']) {
      const values = firstOf(title);
      expect(values, title).toEqual(values.toSorted((a, b) => b - a));
      expect(new Set(values).size, title).toBeGreaterThan(1);
    }
    for (const title of ['Choosing', 'With at most']) {
      const lost = firstOf(title);
      expect(lost, title).toEqual(lost.toSorted((a, b) => a - b));
    }
  });

  it('gives a page of its warnings and figures: catches a page that is surer than the outcome', async () => {
    const outcome = await run({ page: true, formula: 'log(attention - 1)' });
    const { page } = valueOf(outcome);
    expect(page?.warnings.join('\n')).toBe(warningsOf(outcome));
    expect(page?.warnings.length).toBeGreaterThan(0);
    expect(page?.figures.map(({ kind }) => kind)).toEqual([
      'leaderboard',
      'score-truth',
      'rank-differences',
      'cost',
      'capacities',
    ]);
  });

  it.each([
    [{ proxy: 'params,nsc' }, 'nsc'],
    [{ proxy: 'params' }, 'params'],
    [{ proxy: 'zerolm', baseline: 'zerolm' }, 'zerolm'],
  ])('shows of %j the proxy %s: catches figures of the baseline', async (options, name) => {
    const { plot } = valueOf(await run({ ...options, plot: true }));
    expect([plot?.scoreName, plot?.truthName, plot?.items.length]).toEqual([name, 'q', CANDIDATES]);
  });

  it('lists the scores where there is no truth: catches a refusal of what can be scored', async () => {
    const inputs = ['fixtures/flexibert-candidates'];
    const outcome = await run(
      { proxy: 'params,depth-width,nsc', page: true, within: 'depth' },
      inputs,
    );
    const { document, page } = valueOf(outcome);
    z.strictObject(evaluateDocument.shape).parse(document);
    expect(warningsOf(outcome).split('\n')).toEqual(
      ['--within', '--resamples'].map((option) => `${option}: ignored: there is no truth`),
    );
    const { scores = [], missingTruth, proxies, n } = document;
    expect([scores.length, missingTruth.length, n]).toEqual([24, 24, 0]);
    for (const { proxy, ...row } of proxies) {
      expect(row).toMatchObject({ n: 24, reason: 'there is no truth' });
      const { ranking } = valueOf(await rank({ inputs, proxy })).document;
      expect(scores.map((entry) => [entry.id, entry.scores[proxy]]).toSorted()).toEqual(
        ranking.map(({ id, score }) => [id, score]).toSorted(),
      );
    }
    expect(page?.figures.map(({ kind }) => kind)).toEqual(['cost']);
    const table = await render(evaluateReport(document), 'table', false);
    expect(table).toContain('truth: none, so these are the scores of 24 candidates');
    const every = valueOf(await run({}, inputs)).document;
    const wide = await render(evaluateReport(every), 'table', false);
    expect(Math.max(...wide.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const { proxy } of every.proxies) expect(wide).toContain(proxy);
    const csv = await render(evaluateReport(every), 'csv', false);
    expect(csv.split('\n')[0]).toBe(['id', ...every.proxies.map(({ proxy }) => proxy)].join());
  });

  it('refuses what ranks nothing: catches a table of nothing', async () => {
    const refused = async (options: Options, inputs?: string[]): Promise<string> =>
      problemsOf(await run(options, inputs));
    expect(await refused({ truth: file('one.csv', 'id,q\nc0,1\n') })).toMatch(
      /one\.csv: .*at least 2 items/,
    );
    const rows = records.map(({ id }) => `${id},7`).join('\n');
    expect(await refused({ truth: file('constant.csv', `id,q\n${rows}\n`) })).toMatch(
      /constant\.csv: Every item has the same ground truth \(7\)/,
    );
    const flat = { proxy: 'zerolm', baseline: 'zerolm', formula: 'attention-attention' };
    expect(await refused(flat)).toMatch(
      /No proxy ranks anything\. zerolm: Every item has the same score \(0/,
    );
    expect(await refused({ truth: file('others.csv', 'id,q\nx,1\ny,2\n') })).toContain(
      'no id of a candidate',
    );
    expect(await refused({ truthColumn: 'glue' })).toContain(
      'no quality called "glue": expected "q"',
    );
  });
});
