import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSuite } from '../../src/candidates/suite-file.ts';
import { suiteDocument } from '../../src/report/documents/suite-document.ts';
import { jsonSchemas } from '../../src/report/json-schemas.ts';
import { render } from '../../src/report/render.ts';
import { renderFigures } from '../../src/report/render-page.ts';
import { suiteReport } from '../../src/report/suite-report.ts';
import { evaluateSuite, type EvaluateSuiteRequest } from '../../src/workflows/evaluate-suite.ts';
import { evaluate } from '../../src/workflows/evaluate.ts';
import { ratedRecords } from '../cli/rated-records.ts';
import { problemsOf, valueOf, warningsOf } from './outcomes.ts';

const records = ratedRecords(24);
const PROXY = 'zerolm,params,nsc';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-suite-'));
  mkdirSync(join(folder, 'data'));
  file('data/rated.json', JSON.stringify(records));
  file(
    'data/loss.csv',
    `id,loss,tokens\n${records.map(({ id }, n) => `${id},${(n * 17) % 29},${n % 3}`).join('\n')}\n`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const OWN = { name: 'own', inputs: 'data/rated.json' };
const LOSS = {
  name: 'loss at equal tokens',
  inputs: ['data/rated.json'],
  truth: 'data/loss.csv',
  column: 'loss',
  within: 'tokens',
};
const SETS: object[] = [OWN, LOSS, { ...OWN, name: 'turned', direction: 'lower-is-better' }];

let count = 0;
const suiteOf = (sets: unknown): string => file(`suite-${count++}.yaml`, stringify({ sets }));

const run = (
  sets: unknown = SETS,
  options: Partial<EvaluateSuiteRequest> = {},
): ReturnType<typeof evaluateSuite> =>
  evaluateSuite({ suite: suiteOf(sets), proxy: PROXY, resamples: 100, ...options });

describe('evaluateSuite(request)', () => {
  it('evaluates each set as evaluate does, and ranks by tau: catches a set with the options of another', async () => {
    const document = z.strictObject(suiteDocument.shape).parse(valueOf(await run()).document);
    const inputs = [join(folder, 'data', 'rated.json')];
    const common = { inputs, proxy: PROXY, resamples: 100 };
    const alone = [
      valueOf(await evaluate(common)),
      valueOf(
        await evaluate({
          ...common,
          truth: join(folder, 'data', 'loss.csv'),
          truthColumn: 'loss',
          within: 'tokens',
        }),
      ),
      valueOf(await evaluate({ ...common, lowerIsBetter: true })),
    ];
    expect(document.sets.map(({ name, n, direction }) => [name, n, direction])).toEqual([
      ['own', 24, 'higher-is-better'],
      ['loss at equal tokens', 24, 'lower-is-better'],
      ['turned', 24, 'lower-is-better'],
    ]);
    for (const [index, { document: expected }] of alone.entries()) {
      const { proxies, taus, settings } = document.sets[index]!;
      expect(settings).toEqual(expected.settings);
      expect(proxies.map(({ milliseconds, ...row }) => row)).toEqual(
        expected.proxies.map(({ milliseconds, ...row }) => row),
      );
      for (const row of expected.proxies) {
        const within = 'within' in row && row.within !== undefined && 'value' in row.within;
        const tau = within ? row.within.value : 'kendallTauB' in row && row.kendallTauB.value;
        expect(taus[row.proxy]).toBe(tau);
      }
    }
    const ranks = document.ranking.map(({ meanRank }) => meanRank);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(6, 12);
    expect(document.criticalDifference).toBeCloseTo(2.343 * Math.sqrt(12 / 18), 2);
  });

  it('prints JSON of its schema, CSV with a tau for each set, and letters: catches a lost column', async () => {
    const { document, page } = valueOf(await run(SETS, { page: true }));
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      jsonSchemas['evaluate-suite'](),
    );
    expect(valid(JSON.parse(JSON.stringify(document)))).toBe(true);
    const csv = await render(suiteReport(document), 'csv', false);
    expect(csv.split('\n')[0]).toBe(
      'proxy,meanRank,meanTau,group,tau.own,tau.loss at equal tokens,tau.turned'.replace(
        'group',
        'groups',
      ),
    );
    const table = await render(suiteReport(document), 'table', false, 80);
    // Three sets show no difference: one group of all.
    expect(table).toMatch(/^zerolm +\d\.\d\d +-?\d\.\d{3} +a$/m);
    expect(table).toContain('Friedman test that proxies differ: F ');
    const [figure] = await renderFigures(page!);
    expect(figure?.name).toBe('critical-difference.svg');
    expect(figure?.text).toContain('no difference is shown between');
  });

  it('leaves out a proxy without a tau on a set, with a warning: catches a rank of nothing', async () => {
    const flat = records.filter(({ nas_config }) => nas_config.encoder_layers.length === 2);
    file('data/flat.json', JSON.stringify(flat));
    const outcome = await run([OWN, { name: 'flat', inputs: 'data/flat.json' }], {
      proxy: 'params,depth,nsc',
    });
    const { document } = valueOf(outcome);
    expect(document.ranking.map(({ proxy }) => proxy).sort()).toEqual(['nsc', 'params']);
    expect(document.leftOut).toMatchObject([{ proxy: 'depth', set: 'flat' }]);
    expect(document.sets[1]?.taus).toMatchObject({ depth: null });
    expect(warningsOf(outcome)).toContain(
      'depth: left out of the mean ranks: it has no tau on the set flat. Every item has the same score',
    );
    expect(await render(suiteReport(document), 'table', false, 80)).toContain(
      'Left out of the mean ranks',
    );
  });

  it('refuses all sets that are wrong together, by name: catches the first alone', async () => {
    const plain = records.map(({ scores, ...record }) => record);
    file('data/plain.json', JSON.stringify(plain));
    const message = problemsOf(
      await run([
        OWN,
        { name: 'plain', inputs: 'data/plain.json' },
        { ...LOSS, name: 'column', column: 'los' },
        { ...OWN, name: 'field', within: 'dpeth' },
      ]),
    );
    expect(message).toContain('set plain: no candidate has a measured quality');
    expect(message).toMatch(/set column: .*no quality called "los"/);
    expect(message).toContain('set field: --within "dpeth"');
  });

  it('refuses one proxy, which has none to be compared with', async () => {
    const outcome = await run(SETS, { proxy: 'params' });
    expect(problemsOf(outcome)).toContain('name at least 2 proxies');
  });
});

describe('the file of a suite', () => {
  const problems = async (sets: unknown): Promise<string> => problemsOf(await run(sets));

  it.each([
    [[OWN], 'expected a list of 2 to 1000 data sets'],
    ['sets', 'expected a list of 2 to 1000 data sets'],
    [[OWN, OWN], 'sets[1].name: "own": another set has this name'],
    [[OWN, { ...OWN, name: '' }], 'sets[1].name: "": expected a name of 1 to 40 characters'],
    [[OWN, { inputs: 'data' }], 'sets[1].name: missing: expected a name'],
    [[OWN, { name: 'b' }], 'sets[1].inputs: missing: expected a path or a list of paths'],
    [[OWN, { ...LOSS, colunm: 'loss' }], 'sets[1].colunm: unknown key; did you mean column?'],
    [[OWN, { ...LOSS, direction: 'up' }], 'expected "higher-is-better" or "lower-is-better"'],
    [[OWN, { ...LOSS, build: 'new' }], 'sets[1].build: "new": expected "default"'],
    [[OWN, { ...LOSS, inputs: 'none.json' }], 'none.json: no such file'],
    [[OWN, { ...LOSS, truth: 'none.csv' }], 'none.csv: no such file'],
  ])('%j is refused with %s: catches a set that is passed over', async (sets, message) => {
    expect(await problems(sets)).toContain(message);
  });

  it('is refused where it is missing, or no YAML', async () => {
    const missing = await evaluateSuite({ suite: join(folder, 'none.yaml') });
    expect(problemsOf(missing)).toContain('none.yaml: no such file');
    const broken = await evaluateSuite({ suite: file('broken.yaml', 'sets: [') });
    expect(problemsOf(broken)).toMatch(/broken\.yaml:\d+:\d+: not YAML/);
  });

  it('may be JSON, and has paths relative to itself: catches those of the working folder', async () => {
    const read = await readSuite(file('suite.json', JSON.stringify({ sets: SETS })));
    expect(read).toMatchObject({
      ok: true,
      value: [{}, { truth: join(folder, 'data', 'loss.csv') }, {}],
    });
    const isSuite = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      jsonSchemas.suite(),
    );
    expect(isSuite({ sets: SETS })).toBe(true);
  });
});
