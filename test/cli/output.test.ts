import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VERSION } from '../../src/index.ts';
import { inspectDocument } from '../../src/report/documents/inspect-document.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { scoreDocument } from '../../src/report/documents/score-document.ts';
import { outputOf, ROOT, zerolm } from './run.ts';

const TINY = 'fixtures/bert-family/bert-tiny.json';
const FAMILY = 'fixtures/bert-family';
const CANDIDATES = 'fixtures/flexibert-candidates';
const TRUTH = ['--truth', 'fixtures/bert-family-mnli.csv'];

const json = (args: readonly string[]): unknown =>
  JSON.parse(outputOf([...args, '--format', 'json']));
const rank = (args: readonly string[]): z.infer<typeof rankDocument> =>
  z.strictObject(rankDocument.shape).parse(json(['rank', ...args]));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-output-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('zerolm', () => {
  it('prints the version of the package: catches one written down twice', () => {
    expect(outputOf(['--version'])).toBe(`${VERSION}\n`);
  });

  it('prints its help and exits with 2 where no command is given: catches a silent success', () => {
    const { status, stdout, stderr } = zerolm([]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: zerolm');
  });
});

describe('zerolm score', () => {
  it('prints a table whose blocks add up to the model: catches a block that is left out', () => {
    const lines = outputOf(['score', TINY]).split('\n');
    expect(lines).toEqual([
      'bert-tiny: score 0.532480',
      'score: alpha 0.7 (encoder default)',
      'capacity: zerolm, expected',
      '',
      'part       attention  feed-forward  embedding  parameters',
      'embedding          -             -    12.4648   3,972,864',
      'block 0     0.204800      0.409600          -     198,272',
      'block 1     0.204800      0.409600          -     198,272',
      'model       0.409600      0.819200    12.4648   4,369,408',
      '',
    ]);
  });

  it('prints a JSON document of the published form: catches a missing setting', () => {
    const document = z
      .strictObject(scoreDocument.shape)
      .parse(json(['score', TINY, '--mode', 'sampled', '--seed', '5']));
    expect(document.settings).toEqual({
      build: 'default',
      initializerRange: 0.02,
      initialization: 'normal',
      mode: 'sampled',
      capacity: 'zerolm',
      balance: {
        default: {
          encoder: { alpha: 0.7, provenance: expect.stringContaining('FlexiBERT') as string },
        },
      },
      seed: 5,
      seeds: 1,
    });
    const { attention, feedForward } = document.capacity;
    expect(document.score).toBeCloseTo(0.7 * attention + 0.3 * feedForward, 12);
    expect(document.parameters.total).toBe(4_369_408);
  });
});

describe('zerolm rank', () => {
  it('prints every format with the same numbers: catches a column in the wrong place', () => {
    const { ranking, evaluation } = rank([FAMILY, ...TRUTH]);
    const lines = outputOf(['rank', FAMILY, ...TRUTH, '--format', 'ndjson'])
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ record: 'settings', schemaVersion: 1 });
    expect(lines.slice(1, -1)).toEqual(ranking.map((entry) => ({ record: 'entry', ...entry })));
    expect(lines.at(-1)).toEqual({ record: 'evaluation', ...evaluation });

    const csv = zerolm(['rank', FAMILY, ...TRUTH, '--format', 'csv']);
    const rows = parse<Record<string, unknown>>(csv.stdout, { columns: true, cast: true });
    expect(
      rows.map(({ rank: place, id, score, attention, parameters, truth }) => [
        place,
        id,
        score,
        attention,
        parameters,
        truth,
      ]),
    ).toEqual(
      ranking.map(({ rank: place, id, score, capacity, parameters, truth }) => [
        place,
        id,
        score,
        capacity.attention,
        parameters.total,
        truth,
      ]),
    );
    expect(csv.stderr).toContain("Kendall's tau-b");

    const markdown = outputOf(['rank', FAMILY, ...TRUTH, '--format', 'markdown']);
    expect(markdown).toContain(
      '| 1 | bert-large | 51.1181 | 39.3216 | 78.6432 | 334,092,288 | 86.7 |',
    );
    expect(markdown).toContain("| Spearman's rho | 1.000 | 1.000 to 1.000 | 0.003 |");
  });
});

describe('zerolm inspect', () => {
  it('lists weights whose sizes add up to the sums: catches a weight that is not counted', () => {
    const document = z
      .strictObject(inspectDocument.shape)
      .parse(json(['inspect', `${CANDIDATES}/candidate-00.json`]));
    const total = document.weights.reduce((sum, { parameters }) => sum + parameters, 0);
    expect(total).toBe(document.parameters.total);
    const measured = document.weights.filter(({ counts }) => counts === 'capacity');
    expect(measured.length).toBe(document.matrices.total);
  });

  it('shows the initialization that was asked for: catches an option that is ignored', () => {
    expect(outputOf(['inspect', TINY, '--initialization', 'xavier-uniform'])).toMatch(
      /encoder\.layer\.0\.output\.dense\.weight +128 x 512 +U\(\+-0\.09682\)/,
    );
  });
});

describe('zerolm schema', () => {
  it.each([
    ['score', ['score', TINY]],
    ['rank', ['rank', FAMILY, ...TRUTH]],
    ['inspect', ['inspect', TINY]],
    ['proxies', ['proxies']],
  ])('describes the JSON of %s: catches a document that drifts from its schema', (name, args) => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(outputOf(['schema', name])) as object,
    );
    expect(validate(json(args)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...(json(args) as object), schemaVersion: 2 })).toBe(false);
  });

  it('describes a spec, so that an editor marks a misspelt key: catches a schema that takes anything', () => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(outputOf(['schema'])) as object,
    );
    const spec = JSON.parse(readFileSync(join(ROOT, TINY), 'utf8')) as object;
    expect(validate(spec), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...spec, initializer_rnge: 1 })).toBe(false);
    expect(validate({ ...spec, hidden_size: 0 })).toBe(false);
  });
});

describe('the terminal', () => {
  const shell = (command: string): ReturnType<typeof spawnSync> =>
    spawnSync('bash', ['-c', command], { cwd: ROOT, encoding: 'utf8' });

  it('ends quietly when the reader has seen enough: catches a stack trace after | head', () => {
    const { stdout, stderr, status } = shell(
      `set -o pipefail; ${process.execPath} bin/zerolm inspect fixtures/bert-family/bert-large.json --format ndjson | head -c 100`,
    );
    expect(String(stdout)).toHaveLength(100);
    expect([status, String(stderr)]).toEqual([0, '']);
  });

  it('keeps its exit code when the reader of the messages has seen enough: catches 1 for 2', () => {
    const { status } = shell(
      `${process.execPath} bin/zerolm rank fixtures/broken 2>&1 >/dev/null | head -c 10; exit \${PIPESTATUS[0]}`,
    );
    expect(status).toBe(2);
  });

  it('says in a line that the output can not be written: catches a stack trace', () => {
    const { status, stderr } = shell(`${process.execPath} bin/zerolm score ${TINY} > /dev/full`);
    expect(status).toBe(1);
    expect(String(stderr)).toMatch(/^error: the output can't be written: ENOSPC.*\n$/);
  });

  it('prints colours where they are wanted only: catches escapes in a file', () => {
    const escape = '\u001b[';
    expect(outputOf(['score', TINY])).not.toContain(escape);
    expect(zerolm(['score', TINY], { env: { FORCE_COLOR: '1' } }).stdout).toContain(escape);
    expect(
      zerolm(['score', TINY], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).stdout,
    ).not.toContain(escape);
    expect(zerolm(['score', 'none.json'], { env: { CI: 'true' } }).stderr).not.toContain(escape);
  });

  const script = ['/usr/bin/script', '/bin/script'].find(existsSync);
  it.skipIf(script === undefined)(
    'shows its progress in a terminal, after a second, and none elsewhere (needs script(1)): catches one in a log',
    () => {
      const command = `${process.execPath} bin/zerolm score fixtures/bert-family/bert-small.json --mode sampled --seeds 60`;
      expect(shell(command).stderr).toBe('');
      const terminal = shell(`${script ?? ''} -qec '${command}' /dev/null < /dev/null`);
      expect(String(terminal.stdout)).toMatch(/\r\S*measured \d+ of 69 weights/);
    },
  );
});

describe('candidates of several families', () => {
  it('are warned of by whatever holds them against each other: catches a mixture that passes for a ranking', () => {
    const message =
      'decoders and encoders together: scores of different families have no common scale';
    const both = [TINY, 'fixtures/transformer-xl.yaml'];
    const truth = join(folder, 'both.csv');
    writeFileSync(truth, 'id,q\nbert-tiny,1\ntransformer-xl,2\n');
    for (const args of [
      ['rank', ...both],
      ['explain', ...both],
      ['evaluate', ...both, '--truth', truth],
      ['tune', ...both, '--strategy', 'label-free'],
    ]) {
      expect(zerolm(args).stderr, args[0]).toContain(message);
    }
    expect(zerolm(['rank', FAMILY]).stderr).toBe('');
  });
});
