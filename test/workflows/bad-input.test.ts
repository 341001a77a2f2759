import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rank } from '../../src/workflows/rank.ts';
import { score, type ScoreRequest } from '../../src/workflows/score.ts';
import { problemsOf } from './outcomes.ts';

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
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('score of a wrong spec, each catching a default or a crash in its place', () => {
  const withLayer = (change: object): object => ({
    ...spec,
    nas_config: { encoder_layers: [{ ...layer, ...change }] },
  });
  it.each([
    [
      'not JSON',
      '{"hidden_size": 128,\n  "nas_config": }',
      /bad\.json:2:17: not JSON: value expected/,
    ],
    ['NaN', '{"hidden_size": NaN}', /bad\.json: hidden_size: NaN: expected a whole number/],
    [
      'an infinite size',
      '{"hidden_size": 1e999, "nas_config": {"encoder_layers": []}}',
      /hidden_size: Infinity: expected a whole number from 1 to 65536/,
    ],
    [
      'a text for a number',
      { ...spec, hidden_size: '128' },
      /bad\.json: hidden_size: "128": expected a whole number/,
    ],
    ['a fraction', { ...spec, hidden_size: 128.5 }, /hidden_size: 128\.5: expected a whole number/],
    [
      'a negative size',
      { ...spec, hidden_size: -128 },
      /hidden_size: -128: expected a whole number from 1/,
    ],
    [
      'an absurd size',
      { ...spec, vocab_size: 1e12 },
      /vocab_size: 1000000000000: expected a whole number from 1 to 16777216/,
    ],
    [
      'a missing key',
      { hidden_size: 128 },
      /nas_config: missing: expected an object with encoder_layers/,
    ],
    [
      'no layers',
      { ...spec, nas_config: { encoder_layers: [] } },
      /nas_config\.encoder_layers: a list of 0: expected a list of 1 to 4096/,
    ],
    [
      'an unknown operation',
      withLayer({ operation_type: 'RNN' }),
      /encoder_layers\[0\]\.operation_type: "RNN": expected "SA" \(self-attention\), "LT"/,
    ],
    [
      'a parameter of another operation',
      withLayer({ operation_parameter: 'DCT' }),
      /encoder_layers\[0\]\.operation_parameter: "DCT": expected "SDP" or "WMA"/,
    ],
    [
      'heads that do not divide',
      withLayer({ num_operation_heads: 3 }),
      /num_operation_heads: 3: expected a divisor of hidden_size 128/,
    ],
    [
      'an even kernel',
      withLayer({ operation_type: 'DSC', operation_parameter: 4 }),
      /operation_parameter: 4: expected an odd whole number/,
    ],
    ['a list', '[[1, 2]]', /bad\.json\[0\]: a list of 2 is no spec: expected an object with/],
    [
      'no spec',
      { model: 'bert' },
      /an object with "model" is no spec: expected an object with "hidden_size"/,
    ],
    ['nothing', '', /bad\.json: empty: expected at least one spec/],
  ])('%s', async (_, content, message) => {
    expect(problemsOf(await score({ input: file('bad.json', content) }))).toMatch(message);
  });
});

describe('score with wrong settings', () => {
  const input = 'fixtures/bert-family/bert-tiny.json';
  it.each<[Omit<ScoreRequest, 'input'>, RegExp]>([
    [
      { formula: 'attention * atention' },
      /column 13: unknown name "atention", did you mean "attention"/,
    ],
    [{ formula: 'log(-attention)' }, /"log\(-attention\)" yields NaN, no finite number/],
    [{ formula: 'import("fs")' }, /import/],
    [{ capacity: 'nuclear-nrm' }, /--capacity "nuclear-nrm": expected .*did you mean nuclear-norm/],
    [{ capacity: 'rows * rws' }, /unknown name "rws", did you mean "rows"/],
    [{ capacity: 'nuclear-norm' }, /has no closed form; add --mode sampled/],
    [{ capacity: 'frobenius2 ^ 2' }, /has no closed form.*add --mode sampled/],
    [
      { capacity: 'frobenius', initialization: 'xavier-uniform' },
      /for normal entries only; add --mode sampled/,
    ],
    [
      { mode: 'sampled', seeds: 2, seed: 9007199254740991 },
      /the last seed is beyond 9007199254740991/,
    ],
    [{ seeds: 3 }, /an expected score has no seed; add --mode sampled/],
  ])('refuses %j: catches a setting that is taken for another', async (settings, message) => {
    expect(problemsOf(await score({ input, ...settings }))).toMatch(message);
  });
});

describe('rank with a wrong file of qualities', () => {
  const candidates = [1, 2, 3].map((width) => ({
    ...spec,
    hidden_size: 128 * width,
    id: `c${width}`,
  }));
  it.each([
    ['no such file', 'no-such.csv', null, /no-such\.csv: no such file/],
    [
      'no id of a candidate',
      'other.csv',
      'id,q\nx,1\ny,2\n',
      /no id of a candidate: candidates are called "c1"/,
    ],
    [
      'a quality that is no number',
      'word.csv',
      'id,q\nc1,good\nc2,1\n',
      /word\.csv:2: q: "good" for id "c1": expected a finite number/,
    ],
    [
      'an empty quality',
      'gap.csv',
      'id,q\nc1,\nc2,1\n',
      /gap\.csv:2: q: "" for id "c1": expected a finite number/,
    ],
    ['an id twice', 'twice.csv', 'id,q\nc1,1\nc1,2\n', /id "c1" occurs twice/],
    [
      'several qualities',
      'wide.csv',
      'id,a,b\nc1,1,2\nc2,2,3\n',
      /several qualities: choose one with --truth-column, of "a", "b"/,
    ],
    ['a header alone', 'header.csv', 'id,q\n', /header\.csv: no rows: expected one for each id/],
    [
      'a constant quality',
      'flat.csv',
      'id,q\nc1,1\nc2,1\nc3,1\n',
      /Every item has the same ground truth \(1\)/,
    ],
    ['one item', 'one.csv', 'id,q\nc1,1\n', /at least 2 items/],
    ['broken JSON', 'broken.json', '{"c1": 1,', /broken\.json:1:10: not JSON/],
    ['JSON infinity', 'infinite.json', '{"c1": 1e999, "c2": 1}', /"c1": expected a finite number/],
  ])('%s: catches a correlation of something else', async (_, name, content, message) => {
    const path = content === null ? join(folder, name) : file(name, content);
    const inputs = [file('three.json', candidates)];
    expect(problemsOf(await rank({ inputs, truth: path }))).toMatch(message);
  });

  it('refuses a column that is not there: catches a default in its place', async () => {
    const wide = file('wide.csv', 'id,a,b\nc1,1,2\nc2,2,3\n');
    const inputs = [file('three.json', candidates)];
    expect(problemsOf(await rank({ inputs, truth: wide, truthColumn: 'c' }))).toMatch(
      /no quality called "c": expected "a", "b"/,
    );
    expect(problemsOf(await rank({ inputs, truthColumn: 'c' }))).toMatch(
      /no record carries a quality/,
    );
  });
});
