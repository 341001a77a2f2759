import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/problem.ts';
import { refusalOf, spaceOf, walked } from './spaces.ts';

const gpt2 = { n_layer: 1, n_head: 2, d_model: 8, d_inner: 16, n_token: 50, model_type: 'hf_gpt2' };

describe('lookUpFields', () => {
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
      {
        base: gpt2,
        layers: { number: [1, 2], number_key: 'n_layer', choices: { d_iner: [8, 16] } },
      },
      'layers.choices.d_iner: no field of the spec: its values would make no difference; did you mean d_inner?',
    ],
  ])(
    'refuses %s by its place, with the nearest: catches candidates that are all the same',
    async (_, file, expected) => {
      expect(await refusalOf(file)).toEqual([`space.json: ${expected}`]);
    },
  );

  test.each<[string, object, string]>([
    [
      'a field of a layer',
      { base: flexibert, layers: { number: [2], choices: { num_operation_heads: [2, 4] } } },
      'layers.choices.num_operation_heads: a field of each layer, which are the items of nas_config.encoder_layers: add "list": "nas_config.encoder_layers" to "layers"',
    ],
    [
      'such a field that is set with others',
      {
        base: { hidden_size: 128, nas_config: {} },
        layers: { number: [2], together: [[{ operation_type: 'SA', operation_parameter: 'SDP' }]] },
      },
      'layers.together[0][0].operation_type: a field of each layer, which are the items of nas_config.encoder_layers: add "list": "nas_config.encoder_layers" to "layers"\nspace.json: layers.together[0][0].operation_parameter: a field of each layer, which are the items of nas_config.encoder_layers: add "list": "nas_config.encoder_layers" to "layers"',
    ],
    [
      'a field of a form whose layers are equal',
      {
        base: bert,
        layers: {
          number: [2, 4],
          number_key: 'num_hidden_layers',
          choices: { num_attention_heads: [2, 4] },
        },
      },
      'layers.choices.num_attention_heads: a list of 2: expected a whole number from 1 to 65536: without "list" it is a list with one value for each layer; if all layers share it, move it to the "choices" of the model',
    ],
    [
      'a misspelt column',
      {
        base: gpt2,
        layers: { number: [1, 2], number_key: 'n_layer', choices: { n_heads: [1, 2] } },
      },
      'layers.choices.n_heads: no field of the spec: its values would make no difference; did you mean n_head?',
    ],
  ])('says of %s without "list" what is meant', async (_, file, expected) => {
    expect((await refusalOf(file)).join('\n')).toBe(`space.json: ${expected}`);
  });

  test('looks at few candidates where none is valid: catches a space that takes minutes to open', async () => {
    const numbers = Array.from({ length: 4096 }, (_, n) => n + 1);
    const space = await spaceOf({
      base: { ...flexibert, hidden_size: 127 },
      layers: {
        number: numbers,
        list: 'nas_config.encoder_layers',
        choices: { num_operation_heads: [2, 4] },
      },
    });
    expect(space.warnings).toEqual([]);
  });

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
