import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate, type EvaluateRequest } from '../../src/workflows/evaluate.ts';
import { ratedRecords } from '../cli/rated-records.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const records = ratedRecords(24);

let folder = '';
let input = '';
let truth = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-within-'));
  input = file('rated.json', JSON.stringify(records));
  const rows = records.map(({ id }, n) => {
    const tokens = n === 3 ? '' : 1000 * (1 + (n % 3)) + n;
    return `${id},${(n * 17) % 29},${tokens},${n % 2 === 0 ? 'long' : 'short'},${n}`;
  });
  truth = file('truth.csv', `id,loss,tokens,schedule,index\n${rows.join('\n')}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

type Options = Partial<EvaluateRequest>;

const run = (within: string, options: Options = {}): ReturnType<typeof evaluate> =>
  evaluate({
    inputs: [input],
    truth,
    truthColumn: 'loss',
    proxy: 'zerolm',
    resamples: 100,
    within,
    ...options,
  });

async function withinOf(within: string, options?: Options) {
  const { document } = valueOf(await run(within, options));
  const [row] = document.proxies;
  if (row === undefined || !('within' in row)) throw new Error('no tau within');
  return { settings: document.settings.within, ...row.within };
}

describe('--within', () => {
  it('groups by a column of texts: catches a column that has to be a number', async () => {
    expect(await withinOf('schedule')).toMatchObject({
      settings: 'schedule',
      groups: 2,
      pairs: 2 * ((12 * 11) / 2),
    });
  });

  it('pairs values that are near: catches bins, and a missing value taken for a number', async () => {
    const tokens = records.flatMap((_, n) => (n === 3 ? [] : [1000 * (1 + (n % 3)) + n]));
    const near = tokens.flatMap((a, i) =>
      tokens.slice(0, i).filter((b) => Math.min(a, b) / Math.max(a, b) > 0.95),
    );
    const { pairs, groups } = await withinOf('tokens:5%').then((found) => ({
      groups: undefined,
      pairs: 0,
      ...found,
    }));
    expect(groups).toBeUndefined();
    // A pair that score or truth ties is left out.
    expect(pairs).toBeGreaterThan(near.length / 2);
    expect(pairs).toBeLessThanOrEqual(near.length);
  });

  it('takes a field of the architecture with a percentage: catches one that needs a column', async () => {
    const narrow = await withinOf('depth:1%');
    const wide = await withinOf('depth:90%');
    expect(narrow).toHaveProperty('pairs');
    expect(wide).toHaveProperty('pairs');
    expect(Number(Reflect.get(wide, 'pairs'))).toBeGreaterThan(
      Number(Reflect.get(narrow, 'pairs')),
    );
  });

  it('takes what the records carry beside their quality: catches a column of files alone', async () => {
    const carried = records.map((record, n) => ({
      ...record,
      scores: { glue: (n * 17) % 29, tokens: n % 4 },
    }));
    const own = file('carried.json', JSON.stringify(carried));
    const { document } = valueOf(
      await evaluate({ inputs: [own], proxy: 'zerolm', resamples: 100, within: 'tokens' }),
    );
    expect(document.settings.truth?.column).toBe('glue');
    expect(document.proxies[0]).toMatchObject({ within: { groups: 4 } });
  });

  it('is no quality itself, unless it is named: catches a choice between loss and tokens', async () => {
    const two = file('two.csv', 'id,loss,tokens\nc0,1,5\nc1,2,5\nc2,3,5\nc3,2.5,5\n');
    const outcome = await evaluate({
      inputs: [input],
      truth: two,
      proxy: 'zerolm',
      resamples: 100,
      within: 'tokens',
    });
    expect(valueOf(outcome).document.settings.truth?.column).toBe('loss');
  });

  it('says that all differ, and how to compare them: catches a table of nothing', async () => {
    const outcome = await run('index');
    expect(warningsOf(outcome)).toContain(
      'all 24 candidates differ in index, so that none can be compared within it; --within index:10%',
    );
  });

  it.each([
    [
      'tokenz',
      /--within "tokenz": expected family, .* column of the truth: loss, tokens, .*tokens\?/,
    ],
    ['tokens:0%', /expected a percentage above 0 and below 100, as tokens:5%/],
    ['tokens:100%', /below 100/],
    ['tokens:five%', /expected a percentage/],
    ['schedule:5%', /"c0" has long: expected numbers above 0/],
    ['index:5%', /"c0" has 0: expected numbers above 0/],
  ])('refuses %s: catches a comparison of something else', async (within, message) => {
    expect(problemsOf(await run(within))).toMatch(message);
  });

  it('refuses rows of one id that differ in it: catches the last that wins', async () => {
    const twice = file('twice.csv', 'id,loss,tokens\nc0,1,5\nc0,2,6\nc1,3,5\nc2,4,5\n');
    const options: Options = { truth: twice, repeated: 'mean' };
    expect(problemsOf(await run('tokens', options))).toContain(
      'id "c0" has 5 and 6 here: expected one value for all its rows',
    );
  });
});

describe('the warning where bigger is worse', () => {
  it('names the sizes whose whole interval is below 0, and no others: catches a warning of noise', async () => {
    const sized = (sign: number): string =>
      file(
        `sized${sign}.csv`,
        `id,accuracy\n${records
          .map(({ id, nas_config }) => {
            const { encoder_layers: layers } = nas_config;
            return `${id},${sign * layers.length}`;
          })
          .join('\n')}\n`,
      );
    const request = { proxy: 'zerolm,params', truthColumn: 'accuracy' };
    const worse = warningsOf(await run('depth', { ...request, truth: sized(-1) }));
    expect(worse).toMatch(/bigger is worse here \(tau-b of params -0\.\d{3}\)/);
    expect(worse).toContain('a scaling law');
    const better = warningsOf(await run('depth', { ...request, truth: sized(1) }));
    expect(better).not.toContain('bigger');
    const noise = warningsOf(await run('depth', { ...request, truthColumn: 'loss' }));
    expect(noise).not.toContain('bigger');
  });
});
