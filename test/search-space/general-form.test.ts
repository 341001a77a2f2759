import { describe, expect, test } from 'vitest';
import { refusalOf, spaceOf, walked } from './spaces.ts';

const base = { n_layer: 1, n_head: 2, d_model: 8, d_inner: 16, n_token: 50, model_type: 'hf_gpt2' };

describe('parseSearchSpace of the general form', () => {
  test('walks over any form: columns of a list for each layer, the number of them, single fields', async () => {
    const space = await spaceOf({
      base,
      choices: { d_model: [8, 16] },
      layers: {
        number: [1, 2],
        number_key: 'n_layer',
        choices: { n_head: [2] },
        together: [[{ d_inner: 8 }, { d_inner: 9 }]],
      },
    });
    const specs = (await walked(space)).map(({ spec }) => spec);
    expect(specs).toHaveLength(2 * (2 + 4));
    expect(specs[4]).toEqual({ ...base, d_model: 8, n_layer: 2, n_head: [2, 2], d_inner: [9, 8] });
  });

  test('sets several fields together: catches a combination that is in no list', async () => {
    const space = await spaceOf({
      base,
      together: [
        [
          { d_model: 8, n_head: 4 },
          { n_head: 2, d_model: 4 },
        ],
      ],
    });
    expect((await walked(space)).map(({ spec }) => spec)).toEqual([
      { ...base, d_model: 8, n_head: 4 },
      { ...base, d_model: 4, n_head: 2 },
    ]);
  });

  test('leaves the base as it was, whatever is read of its candidates: catches a shared object that is changed', async () => {
    const overrides = {
      hidden_size: 8,
      nas_config: {
        encoder_layers: [
          {
            operation_type: 'SA',
            operation_parameter: 'SDP',
            num_operation_heads: 1,
            feed_forward_dimension: 3,
            num_feed_forward: 1,
          },
        ],
      },
    };
    const record = { hparams: { model_hparam_overrides: overrides } };
    const plain = await spaceOf({
      base: record,
      choices: { 'hparams.learning_rate': [1, 2] },
      constraints: ['depth < 9'],
    });
    expect((await walked(plain)).map(({ line }) => line)).toEqual([
      `{"id":"e0","hparams":{"model_hparam_overrides":${JSON.stringify(overrides)},"learning_rate":1}}`,
      `{"id":"e1","hparams":{"model_hparam_overrides":${JSON.stringify(overrides)},"learning_rate":2}}`,
    ]);
  });

  test.each<[string, object, RegExp]>([
    [
      'an id that is chosen',
      { base, choices: { id: [1, 2] } },
      /choices\.id: every candidate gets an id of its own/,
    ],
    [
      'a base that is no object',
      { base: [], choices: { a: [1] } },
      /^space\.json: base: a list of 0: expected a spec/,
    ],
    [
      'nothing that is chosen',
      { base },
      /^space\.json: nothing is chosen: expected "choices", "together" or "layers"$/,
    ],
    [
      'an empty list',
      { base, choices: { d_model: [] } },
      /choices\.d_model: a list of 0: expected a list of 1 to/,
    ],
    ['no list', { base, choices: { d_model: 5 } }, /choices\.d_model: 5: expected a list of 1 to/],
    [
      'equal values in another order of keys',
      {
        base,
        choices: {
          x: [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
        },
      },
      /choices\.x\[1\]: an object: repeated in the list/,
    ],
    [
      'an unknown key',
      { base, choice: { d_model: [1] } },
      /choice: unknown key; did you mean choices\?/,
    ],
    [
      'an unknown key of layers',
      { base, layers: { number: [1], lists: 'a' } },
      /layers\.lists: unknown key; did you mean list\?/,
    ],
    [
      'a path through a number',
      { base, choices: { 'd_model.x': [1] } },
      /choices\["d_model\.x"\]: "d_model\.x": expected an object at "d_model"/,
    ],
    [
      'a path with nothing in it',
      { base, choices: { 'a..b': [1] } },
      /choices\["a\.\.b"\]: "a\.\.b": expected keys with dots/,
    ],
    [
      'a path to the prototype',
      { base, choices: { 'a.__proto__.b': [1] } },
      /expected keys with dots/,
    ],
    [
      'a field in two lists',
      { base, choices: { n_head: [1] }, layers: { number: [2], choices: { n_head: [1] } } },
      /layers\.choices\.n_head: "n_head" is chosen twice/,
    ],
    [
      'a field below one that is chosen',
      { base, choices: { a: [1], 'a.b': [2] } },
      /choices\["a\.b"\]: "a\.b": expected an object at "a"/,
    ],
    [
      'options with other fields',
      { base, together: [[{ d_model: 4 }, { n_head: 4 }]] },
      /together\[0\]\[1\]: expected the fields of the first: d_model/,
    ],
    ['options without fields', { base, together: [[{}]] }, /together\[0\]\[0\]: an empty object/],
    [
      'several layers to copy',
      { base: { l: [{}, {}] }, layers: { number: [1], list: 'l' } },
      /base\.l: a list of 2: expected a list of one layer/,
    ],
    [
      'layers that change nothing',
      { base, layers: { number: [1, 2] } },
      /layers: the number of layers changes nothing/,
    ],
    [
      'layers without a number',
      { base, layers: { list: 'x' } },
      /layers\.number: missing: expected a list/,
    ],
    [
      'an id that is no text',
      { base: { ...base, id: 5 }, choices: { d_model: [2] } },
      /base\.id: 5: expected a text/,
    ],
    [
      'measured qualities',
      { base: { ...base, scores: {} }, choices: { d_model: [2] } },
      /base\.scores: the qualities of one/,
    ],
    [
      'more choices than a candidate may have',
      {
        base,
        layers: {
          number: [4096],
          choices: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, [1, 2]])),
        },
      },
      /69633 choices along one candidate: expected at most 65536/,
    ],
  ])('refuses %s by its place', async (_, file, message) => {
    const problems = await refusalOf(file);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });
});
