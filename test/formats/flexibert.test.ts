import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFile } from '../temporary-files.ts';
import { candidateOf, layer, problemsOf, readSpec, spec, specOf } from './specs.ts';

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
      `spec.json: nas_config.encoder_layers[1].num_operation_heads: 12: expected a divisor of 256, the hidden size that the released build gives every model; use the declared build`,
    ]);
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
