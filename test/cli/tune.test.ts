import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { scoreDocument } from '../../src/report/documents/score-document.ts';
import { tuneDocument } from '../../src/report/documents/tune-document.ts';
import { jsonSchemas } from '../../src/report/json-schemas.ts';
import { outputOf, zerolm } from './run.ts';

const FAMILY = 'fixtures/bert-family';
const CANDIDATES = 'fixtures/flexibert-candidates';
const TINY = `${FAMILY}/bert-tiny.json`;
const MINI = `${FAMILY}/bert-mini.json`;

let folder = '';
/** The candidates of the fixtures with qualities that attention alone decides. */
let truth: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-tune-'));
  const { ranking } = rankDocument.parse(
    JSON.parse(outputOf(['rank', CANDIDATES, '--format', 'json'])),
  );
  const path = join(folder, 'truth.csv');
  const rows = ranking.map(({ id, capacity }) => `${id},${capacity.attention}`);
  writeFileSync(path, ['id,quality', ...rows, ''].join('\n'));
  truth = ['--truth', path];
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A run that has to be refused: exit code 2, nothing on stdout, no stack trace. */
function refusal(args: readonly string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).not.toMatch(/^\s+at /m);
  return stderr;
}

/** A run that has to succeed, with the warnings it gives. */
function run(args: readonly string[]): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = zerolm(args);
  expect(status, stderr).toBe(0);
  return { stdout, stderr };
}

describe('zerolm tune', () => {
  it.each(['sampling', 'label-free', 'optimize'])(
    'prints %s in every form, its JSON as the schema says: catches a form that is forgotten',
    (strategy) => {
      const args = ['tune', CANDIDATES, ...truth, '--samples', '12', '--strategy', strategy];
      const quiet =
        strategy === 'sampling' ? args : args.filter((arg) => arg !== '--samples' && arg !== '12');
      const isTune = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
        jsonSchemas.tune(),
      );
      const document: unknown = JSON.parse(run([...quiet, '--format', 'json']).stdout);
      expect(isTune(document), JSON.stringify(isTune.errors)).toBe(true);
      const { agreements, balance } = tuneDocument.parse(document);
      const lines = run([...quiet, '--format', 'ndjson'])
        .stdout.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.filter(({ record }) => record === 'agreement').length).toBe(agreements.length);
      const csv = run([...quiet, '--format', 'csv']);
      const [row] = parse<Record<string, unknown>>(csv.stdout, { columns: true, cast: true });
      expect(row).toMatchObject({ attention: balance.attention, n: agreements[0]!.n });
      expect(csv.stderr).toContain('Sensitivity to alpha');
      for (const format of ['table', 'markdown']) {
        const { stdout } = run([...quiet, '--format', format]);
        expect(stdout).toContain('Sensitivity to alpha');
        expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
      }
    },
  );

  it.each([
    [['--formula', 'attention'], /--formula: tune chooses the coefficients/],
    [['--alpha', '0.5'], /--alpha: tune chooses/],
    [['--balance', 'attention=1'], /--balance: tune chooses/],
    [['--samples', '1'], /expected a whole number from 2/],
    [['--strategy', 'guess'], /Allowed choices are sampling, label-free, optimize/],
    [['--settings', 'x'], /unknown option '--settings'/],
  ])('refuses %j: catches a balance of nothing', (args, message) => {
    expect(refusal(['tune', CANDIDATES, ...args])).toMatch(message);
  });
});

describe('zerolm tune --out and --settings', () => {
  const write = (...args: readonly string[]): string => {
    const path = join(folder, 'settings.json');
    run(['tune', CANDIDATES, ...args, '--out', path]);
    return path;
  };

  it('score and rank take what tune has written, and say where it is from: catches a lost setting', () => {
    const path = write(
      '--strategy',
      'label-free',
      '--capacity',
      'params',
      '--mode',
      'sampled',
      '--seed',
      '3',
    );
    const { settings, score } = scoreDocument.parse(
      JSON.parse(outputOf(['score', TINY, '--settings', path, '--format', 'json'])),
    );
    expect(settings).toMatchObject({
      mode: 'sampled',
      seed: 3,
      capacity: 'params',
      settingsFile: {
        file: path,
        strategy: 'label-free',
        inputs: [CANDIDATES],
        truth: null,
        looked: 0,
      },
    });
    const { attention, feedForward } = settings.balance as {
      attention: number;
      feedForward: number;
    };
    const byHand = scoreDocument.parse(
      JSON.parse(
        outputOf([
          ...['score', TINY, '--format', 'json', '--capacity', 'params', '--mode', 'sampled'],
          ...['--seed', '3', '--balance', `attention=${attention},feedForward=${feedForward}`],
        ]),
      ),
    );
    expect(score).toBe(byHand.score);
    const { stdout } = run(['rank', FAMILY, '--settings', path]);
    expect(stdout).toContain(`balance: from ${path}, chosen by 0 labels (label-free)`);
  });

  it('lets options go before the file, and says so: catches a silent contradiction', () => {
    const path = write('--strategy', 'label-free');
    const alpha = run(['score', TINY, '--settings', path, '--alpha', '0.5']);
    expect(alpha.stdout).toContain('score: 0.5 attention + 0.5 feed-forward\ncapacity');
    expect(alpha.stderr).toBe(`warning: --alpha: overrides the balance of ${path}\n`);
    const capacity = run(['score', TINY, '--settings', path, '--capacity', 'params']);
    expect(capacity.stdout).toContain('capacity: params');
    expect(capacity.stderr).toBe(
      `warning: --capacity: overrides zerolm of ${path}: its balance was chosen with that\n`,
    );
    const same = run([
      'score',
      TINY,
      '--settings',
      path,
      '--capacity',
      'zerolm',
      '--mode',
      'expected',
    ]);
    expect(same.stderr).toBe('');
  });

  it('refuses a place that it can not write to, and leaves nothing: catches half a file', () => {
    const before = readdirSync(folder);
    const label = ['tune', CANDIDATES, '--strategy', 'label-free', '--out'];
    expect(refusal([...label, join(folder, 'none', 's.json')])).toMatch(
      /--out ".*none\/s\.json": .*no such directory; make it first/,
    );
    expect(refusal([...label, folder])).toMatch(/--out ".*": expected a name that ends in \.json/);
    expect(refusal(['tune', 'specs.json', '--out', './specs.json'])).toMatch(/is an input too/);
    // What fails before it writes nothing either.
    expect(refusal(['tune', CANDIDATES, '--out', join(folder, 'never.json')])).toMatch(/measured/);
    expect(existsSync(join(folder, 'never.json'))).toBe(false);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('zerolm explain', () => {
  it('prints every form, two ids of one file: catches a form that is forgotten', () => {
    const ids = ['explain', FAMILY, '--id', 'bert-tiny', '--id', 'bert-mini'];
    for (const format of ['table', 'markdown', 'csv', 'ndjson']) {
      expect(run([...ids, '--format', format]).stdout).toContain('attention');
    }
    expect(refusal(['explain', FAMILY])).toMatch(/holds 6 candidates: choose two with --id/);
  });

  it('says in the title which way contributions count: catches a winner whose parts are all below 0', () => {
    const line = 'contributions: of bert-tiny less those of bert-mini,';
    expect(outputOf(['explain', TINY, MINI])).toContain(line);
    expect(outputOf(['explain', MINI, TINY])).not.toContain('contributions:');
    expect(outputOf(['explain', TINY, TINY])).toContain('have equal scores');
  });
});
