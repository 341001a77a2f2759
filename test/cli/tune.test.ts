import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  explainDocument,
  jsonSchemas,
  rankDocument,
  scoreDocument,
  tuneDocument,
} from '../../src/index.ts';
import { exactSum } from '../explaining/exact.ts';
import { outputOf, ROOT, zerolm } from './run.ts';

const FAMILY = 'fixtures/bert-family';
const CANDIDATES = 'fixtures/flexibert-candidates';
const TINY = `${FAMILY}/bert-tiny.json`;
const MINI = `${FAMILY}/bert-mini.json`;
const TRUTH = ['--truth', 'fixtures/bert-family-mnli.csv'];

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

const tune = (...args: readonly string[]): z.infer<typeof tuneDocument> =>
  z
    .strictObject(tuneDocument.shape)
    .parse(JSON.parse(run(['tune', CANDIDATES, ...args, '--format', 'json']).stdout));

describe('zerolm tune', () => {
  it('finds what decides the quality, and says how well on what it did not see: catches a wrong join', () => {
    const document = tune(...truth, '--samples', '12');
    expect(document.alpha).toBeGreaterThan(0.8);
    expect(document.sample.length).toBe(12);
    const [seen, heldOut, standard] = document.agreements;
    expect(seen).toMatchObject({ balance: 'chosen', on: 'seen', n: 12 });
    expect(heldOut).toMatchObject({ balance: 'chosen', on: 'held-out', n: 12 });
    expect(standard).toMatchObject({ balance: 'default', on: 'held-out', n: 12 });
    expect(heldOut!.kendallTauB).toBeGreaterThan(standard!.kendallTauB);
    expect(document.sensitivity.length).toBe(31);
  });

  it('agrees with rank on the correlation of every alpha: catches a second arithmetic', () => {
    const { sensitivity } = tune(...truth, '--strategy', 'label-free');
    for (const alpha of [-1.5, 0, 0.7, 1]) {
      const { evaluation } = rankDocument.parse(
        JSON.parse(
          outputOf(['rank', CANDIDATES, ...truth, '--alpha', String(alpha), '--format', 'json']),
        ),
      );
      expect(sensitivity.find((point) => point.alpha === alpha)).toEqual({
        alpha,
        kendallTauB: evaluation!.kendallTauB.value,
        spearman: evaluation!.spearman.value,
      });
    }
  });

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

  it('works without labels where asked to: catches a strategy that needs them after all', () => {
    const { agreements, labelled, alpha, sensitivity } = tune('--strategy', 'label-free');
    expect([agreements, labelled, sensitivity]).toEqual([[], 0, []]);
    expect(alpha).toBeGreaterThan(0);
    expect(outputOf(['tune', CANDIDATES, '--strategy', 'label-free'])).toContain('no labels');
  });

  it.each([
    [['--formula', 'attention'], /--formula: tune chooses the coefficients/],
    [['--alpha', '0.5'], /--alpha: tune chooses/],
    [['--balance', 'attention=1'], /--balance: tune chooses/],
    [[], /0 of 24 candidates have a measured quality, and sampling needs at least 2/],
    [[...TRUTH], /no id of a candidate/],
    [['--samples', '1'], /expected a whole number from 2/],
    [['--strategy', 'guess'], /Allowed choices are sampling, label-free, optimize/],
    [['--settings', 'x'], /unknown option '--settings'/],
  ])('refuses %j: catches a balance of nothing', (args, message) => {
    expect(refusal(['tune', CANDIDATES, ...args])).toMatch(message);
  });

  it('refuses fewer labels than samples, and one candidate: catches a sample drawn twice', () => {
    expect(refusal(['tune', FAMILY, ...TRUTH])).toMatch(
      /bert-family-mnli\.csv: 20 samples were asked for, and 6 of 6/,
    );
    expect(refusal(['tune', TINY, '--strategy', 'label-free'])).toMatch(/there is 1: add others/);
  });

  it('names options that change nothing: catches one that is ignored in silence', () => {
    const { stderr } = run([
      ...['tune', CANDIDATES, '--strategy', 'label-free', '--samples', '3', '--lower-is-better'],
      ...['--correlation', 'spearman', '--seed', '3'],
    ]);
    for (const option of ['--samples', '--lower-is-better', '--correlation', '--seed']) {
      expect(stderr).toContain(`warning: ${option}: ignored`);
    }
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

  it('writes the same bytes twice: catches a date', () => {
    const once = readFileSync(write(...truth, '--samples', '12'), 'utf8');
    expect(readFileSync(write(...truth, '--samples', '12'), 'utf8')).toBe(once);
  });

  it('lets options go before the file, and says so: catches a silent contradiction', () => {
    const path = write('--strategy', 'label-free');
    const alpha = run(['score', TINY, '--settings', path, '--alpha', '0.5']);
    expect(alpha.stdout).toContain('score: 0.5 attention + 0.5 feed-forward\ncapacity');
    expect(alpha.stderr).toBe(`warning: --alpha: overrides the balance of ${path}\n`);
    const capacity = run(['score', TINY, '--settings', path, '--capacity', 'params']);
    expect(capacity.stdout).toContain('capacity: params');
    expect(capacity.stderr).toBe(
      `warning: --capacity: overrides ${path}, which says zerolm: its balance was chosen with that\n`,
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

  it('keeps which experts counted, and says where another command counts others: catches a balance of other capacities', () => {
    const mixture = join(folder, 'mixtures.ndjson');
    const sizes = { hidden_size: 24, num_attention_heads: 4, num_key_value_heads: 2 };
    const lines = [2, 3, 4].map((layers) =>
      JSON.stringify({
        ...{
          id: `m${layers}`,
          model_type: 'mixtral',
          num_local_experts: 4,
          num_hidden_layers: layers,
        },
        ...{ ...sizes, intermediate_size: 16 * layers, vocab_size: 50 },
      }),
    );
    writeFileSync(mixture, lines.join('\n'));
    const path = join(folder, 'experts.json');
    const label = ['tune', mixture, '--strategy', 'label-free', '--out', path];
    run([...label, '--experts', 'routed']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      settings: { experts: 'routed' },
    });
    for (const command of ['score', 'rank', 'evaluate', 'explain']) {
      const inputs =
        { score: ['--id', 'm2'], explain: ['--id', 'm2', '--id', 'm3'] }[command] ?? [];
      const args = [command, mixture, ...inputs, '--settings', path];
      if (command === 'evaluate') {
        writeFileSync(join(folder, 'experts.csv'), 'id,acc\nm2,1\nm3,2\nm4,3\n');
        args.push('--truth', join(folder, 'experts.csv'), '--resamples', '100');
      }
      expect(run([...args, '--format', 'json']).stdout).toMatch(/"experts": ?"routed"/);
      expect(run(args).stdout).toContain('of the experts that a token is routed to');
      expect(run([...args, '--experts', 'all']).stderr).toContain(
        `warning: --experts: overrides ${path}, which says routed: its balance was chosen with that\n`,
      );
    }
    run(label);
    expect(readFileSync(path, 'utf8')).not.toContain('experts');
    const { stderr } = run(['rank', mixture, '--settings', path, '--experts', 'routed']);
    expect(stderr).toContain(`--experts: overrides ${path}, which says all`);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"mode"', '"experts": "some", "mode"'));
    expect(refusal(['rank', mixture, '--settings', path])).toMatch(
      /settings\.experts: "some": expected "all" or "routed"/,
    );
  });

  it('refuses a file of another version, an unknown key, a wrong type: catches a default instead', () => {
    const path = write('--strategy', 'label-free');
    const good = readFileSync(path, 'utf8');
    const bad = join(folder, 'bad.json');
    for (const [from, to, message] of [
      ['"settingsVersion": 1', '"settingsVersion": 2', /bad\.json: settingsVersion: 2: expected 1/],
      ['"mode"', '"mod"', /settings\.mod: unknown key; did you mean mode\?/],
      ['"zerolm"', '7', /settings\.capacity: 7: expected a text/],
      ['"zerolm"', '"zerlm"', /bad\.json: settings\.capacity: .*did you mean zerolm/],
    ] as const) {
      expect(good).toContain(from);
      writeFileSync(bad, good.replace(from, to));
      expect(refusal(['score', TINY, '--settings', bad])).toMatch(message);
      expect(refusal(['rank', FAMILY, '--settings', bad])).toMatch(message);
    }
    expect(refusal(['score', TINY, '--settings', join(folder, 'none.json')])).toMatch(
      /none\.json: no such file/,
    );
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
  const explain = (...args: readonly string[]): z.infer<typeof explainDocument> =>
    z
      .strictObject(explainDocument.shape)
      .parse(JSON.parse(run(['explain', ...args, '--format', 'json']).stdout));

  it.each([
    [[MINI, TINY]],
    [[TINY, `${FAMILY}/bert-large.json`, '--alpha', '0.35']],
    [
      [
        `${CANDIDATES}/candidate-13.json`,
        `${CANDIDATES}/candidate-16.json`,
        '--mode',
        'sampled',
        '--seeds',
        '2',
      ],
    ],
    [
      [
        `${CANDIDATES}/candidate-00.json`,
        `${CANDIDATES}/candidate-07.json`,
        '--formula',
        'attention*log(feedForward)',
      ],
    ],
  ])(
    '%j adds up to the difference to the last bit: catches a printed digit that is lost',
    (args) => {
      const { contributions, rounding, difference, a, b, outranks } = explain(...args);
      const values = [...contributions.map(({ contribution }) => contribution), ...rounding];
      expect(exactSum([...values, -difference])).toBe(0n);
      expect(difference).toBe(a.score - b.score);
      expect(outranks).toBe(difference > 0 ? 'a' : 'b');
      const isExplain = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
        jsonSchemas.explain(),
      );
      expect(isExplain(explain(...args)), JSON.stringify(isExplain.errors)).toBe(true);
    },
  );

  it('names a change that turns the order when it is made: catches a change that does not', () => {
    const [a, b] = ['candidate-13', 'candidate-16'].map((name) => `${CANDIDATES}/${name}.json`);
    const { changes, a: first, b: second } = explain(a!, b!);
    expect(changes.length).toBe(2);
    expect(changes[0]!.relativeChange).toBeLessThanOrEqual(changes[1]!.relativeChange);
    for (const { of, score } of changes) {
      if (of === 'a') expect(score).toBeLessThan(second.score);
      else expect(score).toBeGreaterThan(first.score);
    }
    const hidden = join(folder, 'choices.json');
    writeFileSync(hidden, '{"hiddenSize": [128, 256]}');
    const [change] = explain(a!, b!, '--choices', hidden).changes;
    expect(change).toMatchObject({ path: 'hiddenSize', from: '128', to: '256', of: 'b' });
    const spec = JSON.parse(readFileSync(join(ROOT, b!), 'utf8')) as Record<string, unknown>;
    const changed = join(folder, 'changed.json');
    writeFileSync(changed, JSON.stringify({ ...spec, id: 'changed', hidden_size: 256 }));
    const { score, parameters } = scoreDocument.parse(
      JSON.parse(outputOf(['score', changed, '--format', 'json'])),
    );
    expect([score, parameters.total]).toEqual([change!.score, change!.parameters.after]);
  });

  it('takes two ids of one file, in all forms: catches the first one twice', () => {
    const both = join(folder, 'both.json');
    const specs = [TINY, MINI].map((path): unknown =>
      JSON.parse(readFileSync(join(ROOT, path), 'utf8')),
    );
    writeFileSync(
      both,
      JSON.stringify(specs.map((spec, i) => ({ ...(spec as object), id: `m${i}` }))),
    );
    const ids = [both, '--id', 'm0', '--id', 'm1'];
    const { a, b, outranks } = explain(...ids);
    expect([a.id, b.id, outranks]).toEqual(['m0', 'm1', 'b']);
    for (const format of ['table', 'markdown', 'csv', 'ndjson']) {
      expect(run(['explain', ...ids, '--format', format]).stdout).toContain('attention');
    }
    expect(refusal(['explain', both])).toMatch(/--id: given 0 times: expected two ids/);
    expect(refusal(['explain', both, '--id', 'm0'])).toMatch(/--id: given 1 times/);
    expect(refusal(['explain', TINY, both, '--id', 'm0'])).toMatch(/expected one for each file/);
    expect(refusal(['explain', both, '--id', 'm0', '--id', 'x'])).toMatch(/no such candidate/);
  });

  it('says that equal scores have no order: catches a change that turns nothing', () => {
    const { outranks, contributions, changes, difference } = explain(TINY, TINY);
    expect([outranks, contributions, changes, difference]).toEqual([null, [], [], 0]);
    expect(outputOf(['explain', TINY, TINY])).toContain('have equal scores');
  });

  it('says which way contributions count where the second is ahead: catches a winner whose parts are all below 0', () => {
    const line = 'contributions: of bert-tiny less those of bert-mini,';
    expect(outputOf(['explain', TINY, MINI])).toContain(line);
    expect(outputOf(['explain', MINI, TINY])).not.toContain('contributions:');
  });

  it.each([
    ['[]', /a list of 0: expected an object with lists of values/],
    ['{"width": [1]}', /width: unknown key/],
    ['{"dept": [1]}', /dept: unknown key; did you mean depth\?/],
    ['{"depth": []}', /depth: a list of 0: expected at least one value/],
    ['{"depth": 3}', /depth: 3: expected a list of values/],
    ['{"depth": [0]}', /depth\[0\]: 0: expected a whole number from 1/],
    ['{"operation": ["SA"]}', /operation\[0\]: "SA": expected an operation/],
    ['{', /:1:2: not JSON/],
  ])('refuses choices %s: catches a search among others', (content, message) => {
    const path = join(folder, 'wrong.json');
    writeFileSync(path, content);
    expect(refusal(['explain', MINI, TINY, '--choices', path])).toMatch(message);
  });
});
