import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFile } from '../temporary-files.ts';
import { candidateOf, layer, problemsOf, readSpec, spec, specOf } from './specs.ts';

const LAYERS = 'spec.json: nas_config.encoder_layers';

describe('readRecord of a FlexiBERT spec', () => {
  test("what a spec does not say has ELECTRA-small's value", () => {
    expect(candidateOf(spec())).toEqual({
      id: 'spec',
      source: 'spec.json',
      scores: {},
      architecture: completeArchitecture({
        family: 'encoder',
        embedding: {
          vocabSize: 30522,
          embeddingSize: 128,
          maxPositionEmbeddings: 512,
          typeVocabSize: 2,
        },
        blocks: [
          {
            hiddenSize: 128,
            operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
            numAttentionHeads: 4,
            feedForwardWidths: [512],
          },
        ],
        initializerRange: 0.02,
      }),
    });
  });

  test('what it does say replaces the default: each key lands where it belongs', () => {
    const { architecture } = candidateOf(
      spec({
        vocab_size: 11,
        embedding_size: 12,
        max_position_embeddings: 13,
        type_vocab_size: 0,
        initializer_range: 0.5,
      }),
    );
    expect(architecture.embedding).toMatchObject({
      vocabSize: 11,
      embeddingSize: 12,
      maxPositionEmbeddings: 13,
      typeVocabSize: 0,
    });
    expect(architecture.initializerRange).toBe(0.5);
  });

  test.each([
    ['SA', 'SDP', { kind: 'self-attention', similarity: 'scaled-dot-product' }],
    ['SA', 'WMA', { kind: 'self-attention', similarity: 'weighted-multiplicative' }],
    ['LT', 'DFT', { kind: 'linear-transform', transform: 'discrete-fourier' }],
    ['LT', 'DCT', { kind: 'linear-transform', transform: 'discrete-cosine' }],
    ['DSC', 9, { kind: 'separable-convolution', kernelSize: 9 }],
    ['DSC', 1, { kind: 'separable-convolution', kernelSize: 1 }],
  ])('%s with %s is an operation of its own', (operation_type, operation_parameter, expected) => {
    const { architecture } = candidateOf(specOf({ operation_type, operation_parameter }));
    expect(architecture.blocks[0].operation).toMatchObject(expected);
  });

  test('a published record keeps its id and scores, and warns of nothing in it', () => {
    const record = {
      id: 7,
      is_running: false,
      completed: true,
      time_to_train: 3399.7,
      scores: { cola: 42.69, glue: 74.73 },
      hparams: {
        use_tpu: true,
        num_tpu_cores: 8,
        tpu_name: 'grpc://',
        learning_rate: 0.0005,
        eval_batch_size: 128,
        train_batch_size: 128,
        num_train_steps: 100000,
        model_hparam_overrides: spec(),
      },
    };
    const { candidate, warnings } = readSpec(record);
    expect(warnings).toEqual([]);
    expect(candidate).toMatchObject({ id: '7', scores: { cola: 42.69, glue: 74.73 } });
    expect(candidate?.architecture).toEqual(candidateOf(spec()).architecture);
  });

  test.each(['a', 'é', '模型', 'a b', 'a/b:1[2]', '0', '__proto__', 'x'.repeat(200)])(
    'the id "%s" is taken as it is',
    (id) => {
      expect(candidateOf(spec({ id })).id).toBe(id);
    },
  );

  test.each([0, 7, -1])('the number %i is taken as the id of that name', (id) => {
    expect(candidateOf(spec({ id })).id).toBe(String(id));
  });
});

describe('readRecord of a FlexiBERT spec under a build', () => {
  const record = spec({
    nas_config: {
      encoder_layers: [
        layer({ operation_type: 'LT', operation_parameter: 'DFT', num_feed_forward: 3 }),
        layer({ operation_type: 'DSC', operation_parameter: 5, feed_forward_dimension: 1024 }),
      ],
    },
  });

  test('declared: sizes and operations are those of the record', () => {
    expect(candidateOf(record, 'declared').architecture.blocks).toMatchObject([
      {
        hiddenSize: 128,
        operation: { kind: 'linear-transform' },
        feedForwardWidths: [512, 512, 512],
      },
      {
        hiddenSize: 128,
        operation: { kind: 'separable-convolution' },
        feedForwardWidths: [1024],
      },
    ]);
  });

  test('released: every size is 256 and 1024; operations and stacking are kept', () => {
    expect(candidateOf(record, 'released').architecture.blocks).toMatchObject([
      {
        hiddenSize: 256,
        operation: { kind: 'linear-transform' },
        feedForwardWidths: [1024, 1024, 1024],
      },
      {
        hiddenSize: 256,
        operation: { kind: 'separable-convolution' },
        feedForwardWidths: [1024],
      },
    ]);
  });

  test('trained: attention everywhere, the first feed-forward layer 4h wide, the others as declared', () => {
    const attention = { kind: 'self-attention', similarity: 'scaled-dot-product' };
    expect(candidateOf(record, 'trained').architecture.blocks).toMatchObject([
      { hiddenSize: 128, operation: attention, feedForwardWidths: [512, 512, 512] },
      { hiddenSize: 128, operation: attention, feedForwardWidths: [512] },
    ]);
    const wide = spec({
      hidden_size: 256,
      nas_config: { encoder_layers: [layer({ operation_parameter: 'WMA', num_feed_forward: 2 })] },
    });
    expect(candidateOf(wide, 'trained').architecture.blocks).toMatchObject([
      { hiddenSize: 256, operation: attention, feedForwardWidths: [1024, 512] },
    ]);
  });

  test('released: heads that divide the declared size but not 256 are refused', () => {
    const record = spec({
      hidden_size: 384,
      nas_config: { encoder_layers: [layer(), layer({ num_operation_heads: 12 })] },
    });
    expect(problemsOf(record, 'declared')).toEqual([]);
    expect(problemsOf(record, 'released')).toEqual([
      `${LAYERS}[1].num_operation_heads: 12: expected a divisor of 256, the hidden size that the released build gives every model; use the declared build`,
    ]);
  });
});

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

describeWithBenchmarks('readCandidates of the FlexiBERT benchmark', () => {
  const path = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');

  test('the published file as it is: 500 candidates with 9 scores each, nothing to warn of', async () => {
    const { candidates, problems, warnings } = await readCandidates([path]);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(candidates.map(({ id }) => id)).toEqual(
      Array.from({ length: 500 }, (_, i) => String(i)),
    );
    for (const { scores } of candidates) expect(Object.keys(scores)).toHaveLength(9);
    expect(candidates[0]?.scores.glue).toBe(74.73375);
  });

  test('cut anywhere it is refused with a place, never half read', async () => {
    const text = readFileSync(path, 'utf8');

    for (const length of [1, 100, 5000, text.length - 2]) {
      const cut = temporaryFile('cut.json', text.slice(0, length));
      const { candidates, problems } = await readCandidates([cut]);
      expect(candidates).toEqual([]);
      expect(problems.map(formatProblem)).toEqual([
        expect.stringMatching(/cut\.json:1:\d+: not JSON: /),
      ]);
    }
  });
});
