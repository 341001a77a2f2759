import { join } from 'node:path';
import fc from 'fast-check';
import { expect, describe, test } from 'vitest';
import type { PartialArchitecture } from '../../src/architecture/complete-architecture.ts';
import { architectureKey } from '../../src/architecture/architecture-key.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import {
  architectureOf,
  block,
  converted,
  decoder,
  decoderBlock,
  encoder,
  reasonOf,
} from './converted.ts';

describe('convertArchitecture to flexibert', () => {
  test('what is read again is the same model: catches a field that is lost', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 99 }), (seed, index) => {
        const architecture = architectureOf({
          ...sampleFlexibertSpec(seed, index),
          vocab_size: 77,
          embedding_size: 32,
          max_position_embeddings: 11,
          type_vocab_size: 0,
          initializer_range: 0.5,
        });
        const again = architectureOf(converted(architecture, 'flexibert'));
        expect(architectureKey(again)).toBe(architectureKey(architecture));
      }),
    );
  });

  test('says a model dictionary whose layers agree', () => {
    const dictionary = {
      l: 2,
      o: ['sa', 'c'],
      h: [128, 128],
      n: [2, 4],
      f: [[512, 512], [1024]],
      p: ['wma', 9],
    };
    expect(converted(architectureOf(dictionary), 'flexibert')).toMatchObject({
      hidden_size: 128,
      nas_config: {
        encoder_layers: [
          { operation_type: 'SA', operation_parameter: 'WMA', num_feed_forward: 2 },
          { operation_type: 'DSC', operation_parameter: 9, num_operation_heads: 4 },
        ],
      },
    });
  });

  test.each<[string, PartialArchitecture, RegExp]>([
    ['a decoder', decoder, /its family is decoder/],
    ['another family', { ...decoder, family: 'encoder-decoder' }, /its family is encoder-decoder/],
    [
      'hidden sizes that differ',
      { ...encoder, blocks: [block, { ...block, hiddenSize: 32 }] },
      /block 1 has hidden size 32 and block 0 64/,
    ],
    [
      'widths that differ in a stack',
      { ...encoder, blocks: [{ ...block, feedForwardWidths: [8, 16] }] },
      /block 0 stacks feed-forward layers of the widths 8, 16/,
    ],
    [
      'a stack too high',
      {
        ...encoder,
        blocks: [{ ...block, feedForwardWidths: Array.from({ length: 17 }, () => 8) }],
      },
      /17 feed-forward layers: the form has at most 16/,
    ],
    ['no biases', { ...encoder, blocks: [{ ...block, bias: false }] }, /without biases/],
    [
      'norms before the sub-modules',
      { ...encoder, blocks: [{ ...block, norm: 'pre' }] },
      /norms before/,
    ],
    ['a final norm', { ...encoder, finalNorm: true }, /a norm follows its last block/],
    [
      'no positions',
      { ...encoder, embedding: { ...encoder.embedding, maxPositionEmbeddings: 0 } },
      /no learned positions/,
    ],
    [
      'no norm of the embedding',
      { ...encoder, embedding: { ...encoder.embedding, norm: false } },
      /embedding has no norm/,
    ],
    ['fused queries', { ...encoder, blocks: [{ ...decoderBlock, norm: 'post' }] }, /in one matrix/],
    [
      'heads of another size',
      {
        ...encoder,
        blocks: [
          {
            ...block,
            operation: { kind: 'self-attention', similarity: 'scaled-dot-product', headSize: 8 },
          },
        ],
      },
      /4 heads of 8, which do not make up its hidden size 64/,
    ],
  ])('refuses %s with the reason', (_, architecture, reason) => {
    expect(reasonOf(architecture, 'flexibert')).toMatch(reason);
  });
});

describeWithBenchmarks('the published FlexiBERT models', () => {
  test('all come back from their own form as they were', async () => {
    const { candidates } = await readCandidates([
      join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json'),
    ]);
    expect(candidates).toHaveLength(500);
    for (const { architecture } of candidates) {
      const again = architectureOf(converted(architecture, 'flexibert'));
      expect(architectureKey(again)).toBe(architectureKey(architecture));
    }
  });
});
