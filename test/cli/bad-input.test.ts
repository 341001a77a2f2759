import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { zerolm } from './run.ts';

const layer = {
  operation_type: 'SA',
  operation_parameter: 'SDP',
  num_operation_heads: 2,
  feed_forward_dimension: 512,
  num_feed_forward: 1,
};
const spec = { hidden_size: 128, nas_config: { encoder_layers: [layer] } };

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-bad-input-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file of the test's folder and gives its path. */
function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A run that has to be refused: exit code 2, nothing on stdout, no stack trace. */
function refusal(args: readonly string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain('node:');
  expect(status).toBe(2);
  return stderr;
}

describe('zerolm score with an odd file', () => {
  it('warns about an unknown key with the nearest known one: catches a misspelt default', () => {
    const misspelt = file('misspelt.json', { ...spec, initializer_rnge: 0.1 });
    const { status, stdout, stderr } = zerolm(['score', misspelt]);
    expect(status).toBe(0);
    expect(stdout).toContain('misspelt: score');
    expect(stderr).toMatch(
      /^warning: .*misspelt\.json: initializer_rnge: unknown key, ignored; did you mean initializer_range\?\n$/,
    );
  });

  it('asks which candidate of several is meant: catches a silent first', () => {
    const several = file('several.json', [spec, { ...spec, id: 'b' }]);
    expect(refusal(['score', several])).toMatch(/holds 2 candidates: choose one with --id/);
    expect(refusal(['score', several, '--id', 'c'])).toMatch(/--id "c": no such candidate/);
    expect(zerolm(['score', several, '--id', 'b']).stdout).toMatch(/^b: score/);
  });
});

describe('zerolm rank with wrong input', () => {
  it('reports every bad file of a directory at once: catches stopping at the first', () => {
    file('mixed/good.json', spec);
    file('mixed/bad-a.json', { ...spec, hidden_size: 0 });
    file('mixed/bad-b.json', '{');
    file('mixed/notes.txt', 'no spec');
    const stderr = refusal(['rank', join(folder, 'mixed')]);
    expect(stderr).toMatch(/warning: .*notes\.txt: ignored/);
    expect(stderr).toMatch(/error: .*bad-a\.json: hidden_size: 0/);
    expect(stderr).toMatch(/error: .*bad-b\.json:1:2: not JSON/);
    expect(stderr).not.toContain('good.json');
  });

  it('goes on without them where asked, and says so: catches a silent gap', () => {
    const { status, stdout, stderr } = zerolm(['rank', join(folder, 'mixed'), '--skip-invalid']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ *1 +good /m);
    expect(stderr).toMatch(/warning: .*bad-a\.json: hidden_size: skipped: 0/);
    expect(stderr).toMatch(/warning: .*bad-b\.json:1:2: skipped: not JSON/);
  });

  it('refuses an empty directory, a missing file, a file of nothing: catches an empty ranking', () => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    expect(refusal(['rank', join(folder, 'empty')])).toMatch(/empty: expected \.json/);
    expect(refusal(['rank', join(folder, 'missing')])).toMatch(
      /missing: no such file or directory/,
    );
    expect(refusal(['rank', file('none.ndjson', '\n')])).toMatch(/none\.ndjson: empty/);
    expect(refusal(['rank', join(folder, 'mixed', 'bad-b.json'), '--skip-invalid'])).toMatch(
      /no candidate is left/,
    );
  });

  it('names both places of a duplicate id: catches a candidate that is lost', () => {
    const lines = [
      { ...spec, id: 'x' },
      { ...spec, id: 'x' },
    ].map((line) => JSON.stringify(line));
    expect(refusal(['rank', file('twice.ndjson', lines.join('\n'))])).toMatch(
      /twice\.ndjson:2: id: duplicate "x", already that of .*twice\.ndjson:1/,
    );
  });

  it('names the line of a broken NDJSON line: catches a count from the wrong end', () => {
    const text = `${JSON.stringify(spec)}\n\n{"hidden_size": 1,}\n`;
    expect(refusal(['rank', file('lines.ndjson', text)])).toMatch(/lines\.ndjson:3:19: not JSON/);
  });

  it('refuses a build that a model dictionary does not have: catches another model', () => {
    const dictionary = { l: 1, o: ['sa'], h: [128], n: [2], f: [[512]], p: ['sdp'] };
    expect(refusal(['rank', file('dictionary.json', dictionary), '--build', 'released'])).toMatch(
      /there is no released build of a FlexiBERT model dictionary/,
    );
  });
});

describe('zerolm with wrong options', () => {
  const tiny = 'fixtures/bert-family/bert-tiny.json';
  it.each([
    [['--alpha', 'much'], /expected a finite number/],
    [['--alpha', '1', '--formula', 'attention'], /cannot be used with/],
    [['--alpha', '1', '--balance', 'attention=1'], /cannot be used with/],
    [['--balance', 'attention=1,attention=2'], /attention is given twice/],
    [['--balance', 'atention=1'], /did you mean attention/],
    [['--balance', 'attention='], /expected a finite number/],
    [['--alpha', '0x10'], /expected a finite number/],
    [['--seed', '-1'], /expected a whole number from 0 to 9007199254740991/],
    [['--seed', '9007199254740992'], /expected a whole number/],
    [['--seeds', '0', '--mode', 'sampled'], /expected a whole number from 1/],
    [['--mode', 'guess'], /Allowed choices are expected, sampled/],
    [['--build', 'own'], /Allowed choices are default, declared, released, trained/],
    [['--format', 'xml'], /Allowed choices are table, json, ndjson, csv, markdown/],
    [['--frmat', 'json'], /unknown option '--frmat'.*\n?.*--format/],
  ])('score %s: catches an option that is taken for another', (options, message) => {
    expect(refusal(['score', tiny, ...options])).toMatch(message);
  });

  it('refuses an unknown command and a missing argument: catches a success that did nothing', () => {
    expect(refusal(['scre', tiny])).toMatch(/unknown command 'scre'/);
    expect(refusal(['score'])).toMatch(/missing required argument 'spec'/);
    expect(refusal(['rank'])).toMatch(/missing required argument 'input'/);
    expect(refusal(['score', tiny, tiny])).toMatch(/too many arguments/);
    expect(refusal(['schema', 'nothing'])).toMatch(
      /Allowed choices are spec, score, rank, evaluate/,
    );
  });

  it('warns that a seed changes nothing in expected mode: catches an ignored option', () => {
    const { status, stderr } = zerolm(['score', tiny, '--seed', '3']);
    expect(status).toBe(0);
    expect(stderr).toBe('warning: --seed: ignored: an expected score has no seed\n');
  });
});

describe('zerolm rank with options that have nothing to work on', () => {
  const family = ['rank', 'fixtures/bert-family'];

  it('names each of them: catches an option that is ignored in silence', () => {
    const { status, stderr } = zerolm([
      ...family,
      ...['--lower-is-better', '--resamples', '200', '--seed', '5'],
    ]);
    expect(status).toBe(0);
    for (const option of ['--lower-is-better', '--resamples', '--seed']) {
      expect(stderr).toContain(`warning: ${option}: ignored: there is no truth\n`);
    }
  });

  it('refuses those that contradict each other: catches the last one that wins', () => {
    const truth = ['--truth', 'fixtures/bert-family-mnli.csv'];
    expect(refusal([...family, '--sort', 'truth'])).toContain('--sort truth: no candidate has');
    expect(refusal([...family, '--no-scores', ...truth])).toContain('cannot be used with');
    expect(refusal([...family, '--no-scores', '--truth-column', 'x'])).toContain(
      '--truth-column and --no-scores contradict each other',
    );
  });

  it.each([
    ['{"__proto__": 7}', 'scores.__proto__: expected another name for a quality; rename it'],
    [`{"q": 9${'0'.repeat(299)}}`, 'scores.q: 9e+299: expected a number from -1e+100 to 1e+100'],
    [`{"q": 9${'0'.repeat(399)}}`, 'scores.q: Infinity: expected a finite number'],
  ])(
    'refuses qualities %s that --no-scores ignores: catches a loss in silence',
    (scores, message) => {
      const valid = JSON.stringify(sampleFlexibertSpec(1, 0)).slice(1);
      const path = file('wrong.json', `{"scores": ${scores},${valid}`);
      for (const options of [[], ['--no-scores']]) {
        expect(refusal(['rank', path, ...options])).toContain(message);
      }
    },
  );

  it('names every bad file of a directory, however many: catches a list that is cut', () => {
    for (let i = 0; i < 120; i++) file(`many/bad-${i}.json`, { hidden_size: 0 });
    const stderr = refusal(['rank', join(folder, 'many')]);
    for (let i = 0; i < 120; i++) expect(stderr).toContain(`bad-${i}.json: hidden_size: 0`);
  });
});
