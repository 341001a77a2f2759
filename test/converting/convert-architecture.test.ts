import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, describe, test } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
} from '../../src/architecture/complete-architecture.ts';
import { architectureKey } from '../../src/architecture/architecture-key.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import type { ConversionTarget } from '../../src/converting/conversion-targets.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { readRecord } from '../../src/formats/registry.ts';
import { sampleFlexibertSpec } from '../../src/search-space/sample-flexibert-spec.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { FIXTURES } from '../fixtures.ts';

function architectureOf(record: unknown): Architecture {
  const { candidate } = readRecord(record, { source: '', defaultId: 'x', build: 'declared' });
  if (candidate === undefined) throw new Error('refused');
  return candidate.architecture;
}

function converted(architecture: PartialArchitecture, target: ConversionTarget): object {
  const result = convertArchitecture(completeArchitecture(architecture), target);
  if (!result.ok) throw new Error(result.reason);
  return result.value.spec;
}

function reasonOf(architecture: PartialArchitecture, target: ConversionTarget): string {
  const result = convertArchitecture(completeArchitecture(architecture), target);
  return result.ok ? '' : result.reason;
}

const block: PartialBlock = {
  hiddenSize: 64,
  operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
  numAttentionHeads: 4,
  feedForwardWidths: [256],
};
const encoder: PartialArchitecture = {
  family: 'encoder',
  embedding: {
    vocabSize: 1000,
    embeddingSize: 64,
    maxPositionEmbeddings: 128,
    typeVocabSize: 2,
  },
  blocks: [block, block],
  initializerRange: 0.02,
};
const decoderBlock: PartialBlock = {
  ...block,
  norm: 'pre',
  operation: {
    kind: 'self-attention',
    similarity: 'scaled-dot-product',
    fusedQueryKeyValue: true,
  },
};
const decoder: PartialArchitecture = {
  family: 'decoder',
  naming: 'gpt2',
  embedding: { ...encoder.embedding, typeVocabSize: 0, norm: false },
  blocks: [decoderBlock, decoderBlock, decoderBlock],
  finalNorm: true,
  initializerRange: 0.02,
};

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
    ['a decoder', decoder, /it is a decoder/],
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

  test.each(['flexibert', 'hugging-face'] as const)(
    'refuses for %s what it does not know: catches a new field that is dropped in silence',
    (target) => {
      const reason = (architecture: Architecture): string => {
        const result = convertArchitecture(architecture, target);
        return result.ok ? '' : result.reason;
      };
      const strange = { somethingNew: true };
      const known = completeArchitecture(encoder);
      expect(reason({ ...known, ...strange })).toMatch(/it has "somethingNew"/);
      const [own] = known.blocks;
      expect(reason({ ...known, blocks: [{ ...own, ...strange }] })).toMatch(
        /block 0 has "somethingNew"/,
      );
      const operation = { ...own.operation, ...strange };
      expect(reason({ ...known, blocks: [{ ...own, operation }] })).toMatch(
        /block 0 has "somethingNew"/,
      );
      const embedding = { ...known.embedding, ...strange };
      expect(reason({ ...known, embedding })).toMatch(/it has "somethingNew"/);
    },
  );
});

describe('convertArchitecture to hugging-face', () => {
  test('BERT-base has the values of its published config (Devlin et al. 2019): catches a field under another name', () => {
    const text = readFileSync(join(FIXTURES, 'bert-family', 'bert-base.json'), 'utf8');
    expect(converted(architectureOf(JSON.parse(text)), 'hugging-face')).toEqual({
      model_type: 'bert',
      hidden_size: 768,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      intermediate_size: 3072,
      vocab_size: 30522,
      max_position_embeddings: 512,
      type_vocab_size: 2,
      initializer_range: 0.02,
    });
  });

  test('says of a BERT that it has a pooler beside', () => {
    const result = convertArchitecture(completeArchitecture(encoder), 'hugging-face');
    expect(result.ok && result.value.warnings).toEqual([expect.stringContaining('pooler')]);
  });

  test('becomes an ELECTRA where the embeddings have a width of their own', () => {
    const narrow = { ...encoder, embedding: { ...encoder.embedding, embeddingSize: 16 } };
    expect(converted(narrow, 'hugging-face')).toMatchObject({
      model_type: 'electra',
      embedding_size: 16,
      hidden_size: 64,
    });
  });

  test('a GPT-2 has the parameters that its config says: 3 blocks, tables, a final norm', () => {
    expect(converted(decoder, 'hugging-face')).toEqual({
      model_type: 'gpt2',
      n_embd: 64,
      n_layer: 3,
      n_head: 4,
      n_inner: 256,
      vocab_size: 1000,
      n_positions: 128,
      initializer_range: 0.02,
      tie_word_embeddings: true,
    });
    const size = inventory(completeArchitecture(decoder), 'normal').reduce(
      (sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1),
      0,
    );
    // Of the family's definition: c_attn, c_proj, c_fc, c_proj with biases, two norms a block.
    const inBlock = 4 * 64 * 64 + 4 * 64 + 2 * 64 * 256 + 256 + 64 + 4 * 64;
    expect(size).toBe(3 * inBlock + (1000 + 128) * 64 + 2 * 64);
  });

  test.each<[string, PartialArchitecture, RegExp]>([
    [
      'another operation',
      {
        ...encoder,
        blocks: [
          { ...block, operation: { kind: 'linear-transform', transform: 'discrete-cosine' } },
        ],
      },
      /block 0 has the operation linear-transform/,
    ],
    [
      'another attention',
      {
        ...encoder,
        blocks: [
          block,
          {
            ...block,
            operation: { kind: 'self-attention', similarity: 'weighted-multiplicative' },
          },
        ],
      },
      /block 1 has the operation weighted-multiplicative/,
    ],
    [
      'heads that differ',
      { ...encoder, blocks: [block, { ...block, numAttentionHeads: 2 }] },
      /block 1 has 2 heads and block 0 4/,
    ],
    [
      'widths that differ',
      { ...encoder, blocks: [block, { ...block, feedForwardWidths: [8] }] },
      /block 1 has feed-forward width 8 and block 0 256/,
    ],
    [
      'a stack',
      { ...encoder, blocks: [{ ...block, feedForwardWidths: [8, 8] }] },
      /stacks 2 feed-forward layers/,
    ],
    [
      'no token types',
      { ...encoder, embedding: { ...encoder.embedding, typeVocabSize: 0 } },
      /no token types/,
    ],
    [
      'a decoder with rotary positions',
      { ...decoder, embedding: { ...decoder.embedding, maxPositionEmbeddings: 0 } },
      /no learned positions/,
    ],
    [
      'a decoder with norms after',
      { ...decoder, blocks: [{ ...decoderBlock, norm: 'post' }] },
      /norms after/,
    ],
    [
      'a decoder without a final norm',
      { ...decoder, finalNorm: false },
      /no norm follows its last block/,
    ],
    [
      'a decoder with three matrices',
      { ...decoder, blocks: [{ ...block, norm: 'pre' }] },
      /three matrices/,
    ],
    [
      'a decoder with narrow embeddings',
      { ...decoder, embedding: { ...decoder.embedding, embeddingSize: 8 } },
      /embeddings have width 8/,
    ],
    [
      'a decoder with relative positions',
      {
        ...decoder,
        blocks: [
          {
            ...decoderBlock,
            operation: {
              kind: 'self-attention',
              similarity: 'scaled-dot-product',
              relativePositions: true,
            },
          },
        ],
      },
      /relative positions/,
    ],
  ])('refuses %s with the reason', (_, architecture, reason) => {
    expect(reasonOf(architecture, 'hugging-face')).toMatch(reason);
  });

  test('refuses the biased softmax of LiteTransformerSearch', async () => {
    const { candidates } = await readCandidates([join(FIXTURES, 'lts-gpt2')]);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { architecture } of candidates) {
      expect(reasonOf(architecture, 'hugging-face')).not.toBe('');
    }
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

describe('convertArchitecture(architecture of a Hugging Face config, ...)', () => {
  const bert = {
    model_type: 'bert',
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 96,
  };
  const gpt2 = { model_type: 'gpt2', n_embd: 64, n_layer: 2, n_head: 4, n_inner: 80 };

  test.each([
    ['a BERT', bert],
    ['an ELECTRA', { ...bert, model_type: 'electra', embedding_size: 32 }],
    ['a GPT-2', gpt2],
    ['a GPT-2 with a head of its own', { ...gpt2, tie_word_embeddings: false }],
  ])('%s comes back as it was: catches a pooler or a head that is lost', (_, config) => {
    const architecture = architectureOf(config);
    const result = convertArchitecture(architecture, 'hugging-face');
    expect(result).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(architectureOf(converted(architecture, 'hugging-face'))).toEqual(architecture);
  });

  test('a BERT becomes a FlexiBERT spec without its pooler, and says so', () => {
    const architecture = architectureOf(bert);
    const result = convertArchitecture(architecture, 'flexibert');
    expect(result.ok && result.value.warnings).toEqual([
      'its pooler is left out: the form has none, and it counts for no capacity',
    ]);
    const expected = { ...architecture, pooler: false, naming: 'bert' };
    expect(architectureOf(converted(architecture, 'flexibert'))).toEqual(expected);
  });

  test('what a GPT-2 has not is refused: catches a bias of the head that is dropped', () => {
    const llama = architectureOf({ model_type: 'llama', hidden_size: 64, num_hidden_layers: 1 });
    expect(reasonOf(llama, 'hugging-face')).not.toBe('');
    const phi = {
      ...architectureOf(gpt2),
      head: { kind: 'linear', tied: true, bias: true } as const,
    };
    expect(reasonOf(phi, 'hugging-face')).toContain('its softmax is adaptive or has biases');
  });
});

describe('of a model of a published family', () => {
  test.each([
    'albert',
    'deberta-v2',
    'distilbert',
    'gpt_neox',
    'llama',
    'mixtral',
    'opt',
    'phi',
    't5',
  ])('%s is refused by its name: catches a reason that names a field of ours', (model_type) => {
    const reason = reasonOf(architectureOf({ model_type }), 'hugging-face');
    expect(reason).toBe(
      `it is of the family ${model_type.replace('_', '-')}; configs are written of bert, electra and gpt2 alone`,
    );
  });

  test('roberta becomes a bert of the same shapes, and says so', () => {
    const roberta = architectureOf({ model_type: 'roberta' });
    const result = convertArchitecture(roberta, 'hugging-face');
    expect(result.ok && result.value.warnings).toEqual([
      'it was a roberta and is written as a bert, which has the same shapes',
    ]);
    const shapesOf = (one: Architecture): unknown[] =>
      inventory(one, 'normal').map(({ shape }) => shape);
    expect(shapesOf(architectureOf(converted(roberta, 'hugging-face')))).toEqual(shapesOf(roberta));
  });
});
