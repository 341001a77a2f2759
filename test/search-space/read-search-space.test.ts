import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLEXIBERT_SPACE } from '../../src/search-space/flexibert-space.ts';
import { readSearchSpace } from '../../src/search-space/read-search-space.ts';
import { formatProblem } from '../../src/problem.ts';
import { FIXTURES } from '../fixtures.ts';
import { temporaryFile } from '../temporary-files.ts';
import { refusalOf } from './spaces.ts';

const encoder = FLEXIBERT_SPACE.encoder_layer;

describe('parseSearchSpace of the form of FlexiBERT', () => {
  test.each<[string, object, RegExp]>([
    [
      'a list that is empty',
      { hidden_size: [] },
      /^space\.json: hidden_size: a list of 0: expected a list of 1 to 65536 values$/,
    ],
    ['a number in the place of a list', { hidden_size: 128 }, /hidden_size: 128: expected a list/],
    [
      'a value of the wrong type',
      { num_encoder_layers: [2, '4'] },
      /num_encoder_layers\[1\]: "4": expected a whole number from 1 to 4096/,
    ],
    [
      'a value beyond the limits',
      { num_encoder_layers: [2, 5000] },
      /num_encoder_layers\[1\]: 5000: expected/,
    ],
    [
      'a value twice',
      { hidden_size: [128, 256, 128] },
      /hidden_size\[2\]: 128: repeated in the list/,
    ],
    [
      'a key that is misspelt',
      { hiden_size: [1] },
      /hiden_size: unknown key; did you mean hidden_size\?/,
    ],
    [
      'a key of a layer that is misspelt',
      { encoder_layer: { ...encoder, num_feedforward: [1] } },
      /encoder_layer\.num_feedforward: unknown key; did you mean num_feed_forward\?/,
    ],
    ['no layer', { encoder_layer: undefined }, /encoder_layer: missing: expected an object/],
    [
      'an operation without parameters',
      { encoder_layer: { ...encoder, DSC: undefined } },
      /encoder_layer\.DSC: missing: expected the list of parameters of DSC/,
    ],
    [
      'parameters of an operation that is not there',
      { encoder_layer: { ...encoder, operation_type: ['SA', 'LT'] } },
      /encoder_layer\.DSC: a list of 2: expected no parameters of DSC/,
    ],
    [
      'an even kernel',
      { encoder_layer: { ...encoder, DSC: [4] } },
      /encoder_layer\.DSC\[0\]: 4: expected an odd/,
    ],
    ['a constraint that is no text', { constraints: [5] }, /constraints\[0\]: 5: expected a text/],
    [
      'a constraint over an unknown name',
      { constraints: ['parms < 5'] },
      /constraints\[0\]: "parms < 5": left of <: .*did you mean "params"/,
    ],
  ])('refuses %s by its place', async (_, change, message) => {
    const problems = await refusalOf({ ...FLEXIBERT_SPACE, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test('tells all that is wrong at once', async () => {
    expect(
      await refusalOf({ hidden_size: [], num_encoder_layers: 3, encoder_layer: 5 }),
    ).toHaveLength(3);
  });
});

describe('readSearchSpace', () => {
  test.each<[string, string, RegExp]>([
    ['a.json', '{"hidden_size": ', /a\.json:1:17: not JSON/],
    ['a.yaml', 'a: [1', /a\.yaml:\d+:\d+: not YAML/],
    [
      'a.yaml',
      readFileSync(join(FIXTURES, 'broken', 'yaml-alias-bomb.yaml'), 'utf8'),
      /a\.yaml:1:1: not YAML: excessive alias count/,
    ],
    ['a.yaml', 'base: &a { x: *a }', /a\.yaml:1:1: not YAML: an alias names something/],
    ['a.yaml', 'base: !!js/function "x"', /a\.yaml:1:\d+: not YAML: unresolved tag/],
    ['a.json', '[1]', /a list of 1 is no search space: expected an object with "hidden_size"/],
    ['a.json', '{}', /an empty object is no search space/],
    ['a.json', '{"l": 2, "o": []}', /an object with "l", "o" is no search space/],
    ['a.json', '{"base": {}, "base": {}}', /the key "base" occurs twice/],
  ])('refuses %s with %s', async (name, text, message) => {
    const read = await readSearchSpace(temporaryFile(name, text));
    expect(read.ok ? [] : read.reason.map(formatProblem)).toEqual([expect.stringMatching(message)]);
  });

  test('refuses a file that is not there', async () => {
    const read = await readSearchSpace('/nowhere/space.json');
    expect(read.ok ? [] : read.reason.map(formatProblem)).toEqual([
      '/nowhere/space.json: no such file or directory',
    ]);
  });
});
