import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLEXIBERT_SPACE } from '../../src/search-space/flexibert-space.ts';
import { readSearchSpace } from '../../src/search-space/read-search-space.ts';
import { formatProblem } from '../../src/problem.ts';
import { FIXTURES } from '../fixtures.ts';
import { temporaryFile } from '../temporary-files.ts';
import { refusalOf, spaceOf, walked } from './spaces.ts';

const encoder = FLEXIBERT_SPACE.encoder_layer;
const base = { n_layer: 1, n_head: 2, d_model: 8, d_inner: 16, n_token: 50, model_type: 'hf_gpt2' };

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

describe('parseSearchSpace of fields that the spec does not have', () => {
  const bert = { model_type: 'bert', hidden_size: 768, num_hidden_layers: 12 };
  const flexibert = {
    hidden_size: 128,
    nas_config: {
      encoder_layers: [
        {
          operation_type: 'SA',
          operation_parameter: 'SDP',
          num_operation_heads: 2,
          feed_forward_dimension: 512,
          num_feed_forward: 1,
        },
      ],
    },
  };

  test.each<[string, object, string]>([
    [
      'a field of a config',
      { base: bert, choices: { hiden_size: [128, 256], num_attention_heads: [2, 4] } },
      'choices.hiden_size: no field of the spec: its values would make no difference; did you mean hidden_size?',
    ],
    [
      'a field of a layer',
      {
        base: flexibert,
        layers: {
          number: [2],
          list: 'nas_config.encoder_layers',
          choices: { num_operation_head: [2, 4] },
        },
      },
      'layers.choices.num_operation_head: no field of the spec: its values would make no difference; did you mean num_operation_heads?',
    ],
    [
      'the object that a field is in',
      { base: flexibert, choices: { 'nas_confg.x': [1, 2] } },
      'choices["nas_confg.x"]: no field of the spec: its values would make no difference; did you mean nas_config?',
    ],
    [
      'a field that is set with others',
      { base: bert, together: [[{ hidden_size: 128, num_atention_heads: 2 }]] },
      'together[0][0].num_atention_heads: no field of the spec: its values would make no difference; did you mean num_attention_heads?',
    ],
    [
      'a column of layers',
      { base, layers: { number: [1, 2], number_key: 'n_layer', choices: { d_iner: [8, 16] } } },
      'layers.choices.d_iner: no field of the spec: its values would make no difference; did you mean d_inner?',
    ],
  ])(
    'refuses %s by its place, with the nearest: catches candidates that are all the same',
    async (_, file, expected) => {
      expect(await refusalOf(file)).toEqual([`space.json: ${expected}`]);
    },
  );

  test('takes a field that one family knows and another does not', async () => {
    const space = await spaceOf({
      base: { num_hidden_layers: 2, hidden_size: 8, num_attention_heads: 2 },
      choices: { model_type: ['bert', 'llama'], num_key_value_heads: [1, 2] },
    });
    expect(space.warnings).toEqual([]);
  });

  test('warns of what it ignores of the base, and of values that are not read', async () => {
    const space = await spaceOf({
      base: { ...bert, hiden_act: 'relu' },
      choices: { hidden_size: [768], pruned_heads: [{ 0: [1] }, {}] },
    });
    expect(space.warnings.map(formatProblem)).toEqual([
      'space.json: base.hiden_act: unknown key, ignored; did you mean hidden_act?',
      'space.json: choices.pruned_heads: an object: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
  });

  test('says of another name of a chosen field that no candidate is valid with both', async () => {
    const space = await spaceOf({
      base: { model_type: 'gpt2', n_embd: 768, n_layer: 2 },
      choices: { hidden_size: [96, 192] },
    });
    expect(await walked(space)).toEqual([]);
  });
});
