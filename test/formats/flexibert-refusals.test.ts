import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../src/problem.ts';
import { layer, problemsOf, readSpec, spec, specOf } from './specs.ts';

const LAYERS = 'spec.json: nas_config.encoder_layers';

describe('readRecord refuses a FlexiBERT spec', () => {
  const HIDDEN = 'expected a whole number from 1 to 65536';

  test.each([
    [0, '0'],
    [-1, '-1'],
    [128.5, '128.5'],
    [65537, '65537'],
    [1e300, '1e+300'],
    [Infinity, 'Infinity'],
    [NaN, 'NaN'],
    ['128', '"128"'],
    ['', '""'],
    [null, 'null'],
    [true, 'true'],
    [[128], 'a list of 1'],
    [{}, 'an object'],
    ['x'.repeat(1e6), `"${'x'.repeat(55)}..."`],
  ])('whose hidden_size is %s', (hidden_size, quoted) => {
    expect(problemsOf(spec({ hidden_size }))).toEqual([
      `spec.json: hidden_size: ${quoted}: ${HIDDEN}`,
    ]);
  });

  test('without a hidden size', () => {
    expect(problemsOf({ nas_config: { encoder_layers: [layer()] } })).toEqual([
      `spec.json: hidden_size: missing: ${HIDDEN}`,
    ]);
  });

  test.each([
    ['vocab_size', 0, 'expected a whole number from 1 to 16777216'],
    ['vocab_size', 2 ** 24 + 1, 'expected a whole number from 1 to 16777216'],
    ['embedding_size', null, 'expected a whole number from 1 to 65536'],
    ['max_position_embeddings', -5, 'expected a whole number from 1 to 16777216'],
    ['type_vocab_size', -1, 'expected a whole number from 0 to 65536'],
    ['initializer_range', 0, 'expected a number from 1e-18 to 1000'],
    ['initializer_range', -0.02, 'expected a number from 1e-18 to 1000'],
    ['initializer_range', Infinity, 'expected a number from 1e-18 to 1000'],
    ['initializer_range', 1001, 'expected a number from 1e-18 to 1000'],
  ])('whose %s is %s', (key, value, expected) => {
    expect(problemsOf(spec({ [key]: value }))).toEqual([
      `spec.json: ${key}: ${String(value)}: ${expected}`,
    ]);
  });

  test.each([
    [{ num_operation_heads: 0 }, 'num_operation_heads: 0: expected a whole number from 1 to 65536'],
    [{ num_operation_heads: 3 }, 'num_operation_heads: 3: expected a divisor of hidden_size 128'],
    [
      { num_operation_heads: 256 },
      'num_operation_heads: 256: expected a divisor of hidden_size 128',
    ],
    [
      { feed_forward_dimension: 2 ** 18 + 1 },
      'feed_forward_dimension: 262145: expected a whole number from 1 to 262144',
    ],
    [{ num_feed_forward: 17 }, 'num_feed_forward: 17: expected a whole number from 1 to 16'],
    [
      { operation_type: 'MLP' },
      'operation_type: "MLP": expected "SA" (self-attention), "LT" (linear transform) or "DSC" (dynamic separable convolution)',
    ],
    [{ operation_parameter: 'DFT' }, 'operation_parameter: "DFT": expected "SDP" or "WMA"'],
    [{ operation_parameter: undefined }, 'operation_parameter: missing: expected "SDP" or "WMA"'],
    [
      { operation_type: 'LT', operation_parameter: 5 },
      'operation_parameter: 5: expected "DFT" or "DCT"',
    ],
    [
      { operation_type: 'DSC', operation_parameter: 4 },
      'operation_parameter: 4: expected an odd whole number from 1 to 1023',
    ],
    [
      { operation_type: 'DSC', operation_parameter: 0 },
      'operation_parameter: 0: expected an odd whole number from 1 to 1023',
    ],
    [
      { operation_type: 'DSC', operation_parameter: 1025 },
      'operation_parameter: 1025: expected an odd whole number from 1 to 1023',
    ],
    [
      { operation_type: 'DSC', operation_parameter: '5' },
      'operation_parameter: "5": expected an odd whole number from 1 to 1023',
    ],
  ])('whose layer has %o', (changes, expected) => {
    expect(problemsOf(specOf({}, changes))).toEqual([`${LAYERS}[1].${expected}`]);
  });

  test.each([
    [[], 'a list of 0'],
    [Array.from({ length: 4097 }, () => layer()), 'a list of 4097'],
    [12, '12'],
    [null, 'null'],
  ])('whose list of layers is none of 1 to 4096', (encoder_layers, quoted) => {
    expect(problemsOf(spec({ nas_config: { encoder_layers } }))).toEqual([
      `${LAYERS}: ${quoted}: expected a list of 1 to 4096 encoder layers`,
    ]);
  });

  test('whose layer is no object', () => {
    expect(problemsOf(spec({ nas_config: { encoder_layers: [layer(), 'SA', [], null] } }))).toEqual(
      [
        `${LAYERS}[1]: "SA": expected an encoder layer, an object`,
        `${LAYERS}[2]: a list of 0: expected an encoder layer, an object`,
        `${LAYERS}[3]: null: expected an encoder layer, an object`,
      ],
    );
  });

  test('whose nas_config is none', () => {
    expect(problemsOf(spec({ nas_config: 'x' }))).toEqual([
      'spec.json: nas_config: "x": expected an object with encoder_layers',
    ]);
  });

  test('naming every wrong place of it, not only the first', () => {
    expect(
      problemsOf({
        hidden_size: 0,
        type_vocab_size: 'two',
        nas_config: { encoder_layers: [layer({ num_feed_forward: 0 })] },
      }),
    ).toHaveLength(3);
  });

  test.each([
    ['', '""'],
    [' a', '" a"'],
    ['a\n', '"a\\n"'],
    ['\u001b[31mred', '"\\u001b[31mred"'],
    ['a\u0085b', '"a\\u0085b"'],
    ['a\u2028b', '"a\\u2028b"'],
    ['a\u202eb', '"a\\u202eb"'],
    ['\ud800', '"\\ud800"'],
    ['x'.repeat(201), `"${'x'.repeat(55)}..."`],
    [1.5, '1.5'],
    [null, 'null'],
    [{}, 'an object'],
  ])('whose id, %j, would break a line of a table or match none', (id, quoted) => {
    expect(problemsOf(spec({ id }))).toEqual([
      `spec.json: id: ${quoted}: expected a text of 1 to 200 characters, without control characters or spaces around it, or a whole number`,
    ]);
  });

  test('whose scores are no finite numbers', () => {
    expect(problemsOf(spec({ scores: { glue: '74', cola: Infinity, rte: null, sst: 1 } }))).toEqual(
      [
        'spec.json: scores.glue: "74": expected a finite number',
        'spec.json: scores.cola: Infinity: expected a finite number',
        'spec.json: scores.rte: null: expected a finite number',
      ],
    );
    expect(problemsOf(spec({ scores: [1] }))).toEqual([
      'spec.json: scores: a list of 1: expected an object of measured qualities',
    ]);
  });

  test('that is to be in a record but is not', () => {
    expect(problemsOf({ hparams: { learning_rate: 1 } })).toEqual([
      'spec.json: hparams.model_hparam_overrides: missing: expected a spec',
    ]);
    expect(problemsOf({ hparams: null })).toEqual([
      'spec.json: hparams: null: expected an object with model_hparam_overrides',
    ]);
  });

  test('in a record, with the path from the top of the record', () => {
    expect(
      problemsOf({ hparams: { model_hparam_overrides: specOf({ num_operation_heads: 3 }) } }),
    ).toEqual([
      'spec.json: hparams.model_hparam_overrides.nas_config.encoder_layers[0].num_operation_heads: 3: expected a divisor of hidden_size 128',
    ]);
  });
});

describe('readRecord warns of a FlexiBERT spec', () => {
  function warningsOf(record: object): string[] {
    return readSpec(record).warnings.map(formatProblem);
  }

  test('with unknown keys at every level, naming the nearest known one', () => {
    expect(
      warningsOf(
        spec({
          embeding_size: 256,
          colour: 'red',
          nas_config: { encoder_layer: [], encoder_layers: [layer({ num_feedforward: 3 })] },
        }),
      ),
    ).toEqual([
      'spec.json: embeding_size: unknown key, ignored; did you mean embedding_size?',
      'spec.json: colour: unknown key, ignored',
      'spec.json: nas_config.encoder_layer: unknown key, ignored; did you mean encoder_layers?',
      `${LAYERS}[0].num_feedforward: unknown key, ignored; did you mean num_feed_forward?`,
    ]);
  });

  test('in a record, with the path from the top of the record', () => {
    expect(
      warningsOf({
        hidden_size: 128,
        hparams: { extra: 1, model_hparam_overrides: spec({ vocabsize: 3 }) },
      }),
    ).toEqual([
      'spec.json: hidden_size: unknown key, ignored',
      'spec.json: hparams.extra: unknown key, ignored',
      'spec.json: hparams.model_hparam_overrides.vocabsize: unknown key, ignored; did you mean vocab_size?',
    ]);
  });

  test('with keys that hold the machinery of JavaScript, which change nothing', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__": {"vocab_size": 1}, "constructor": 5, "toString": "x", "scores": {"__proto__": 3},' +
        ' "hidden_size": 128, "nas_config": {"encoder_layers": [{"__proto__": {"operation_type": "SA"}}]}}',
    );
    expect(readSpec(hostile).warnings.map(({ path }) => path)).toEqual([
      '__proto__',
      'constructor',
      'toString',
      'nas_config.encoder_layers[0].__proto__',
    ]);
    expect(readSpec(hostile).problems.map(({ path }) => path)).toEqual([
      'scores.__proto__',
      'nas_config.encoder_layers[0].operation_type',
    ]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('not with $schema, by which an editor finds the JSON Schema', () => {
    expect(readSpec(spec({ $schema: './spec.schema.json' }))).toMatchObject({
      problems: [],
      warnings: [],
    });
  });
});
