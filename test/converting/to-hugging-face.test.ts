import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe, test } from 'vitest';
import {
  completeArchitecture,
  type PartialArchitecture,
} from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { convertArchitecture } from '../../src/converting/convert-architecture.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { FIXTURES } from '../fixtures.ts';
import {
  architectureOf,
  block,
  converted,
  decoder,
  decoderBlock,
  encoder,
  reasonOf,
} from './converted.ts';

describe('convertArchitecture to hugging-face', () => {
  test('BERT-base has the values of its published config (Devlin et al. 2019): catches a field under another name', () => {
    const text = readFileSync(join(FIXTURES, 'bert-family', 'bert-base.json'), 'utf8');
    expect(converted(architectureOf(JSON.parse(text)), 'hugging-face')).toEqual({
      architectures: ['BertModel'],
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
      architectures: ['GPT2LMHeadModel'],
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
      /block 1 has operation\.similarity "weighted-multiplicative"/,
    ],
    [
      'heads that differ',
      { ...encoder, blocks: [block, { ...block, numAttentionHeads: 2 }] },
      /block 1 has numAttentionHeads 2, and the nearest config, of a bert, 4/,
    ],
    [
      'widths that differ',
      { ...encoder, blocks: [block, { ...block, feedForwardWidths: [8] }] },
      /block 1 has feedForwardWidths\.0 8, and the nearest config, of a bert, 256/,
    ],
    [
      'a stack',
      { ...encoder, blocks: [{ ...block, feedForwardWidths: [8, 8] }] },
      /block 0 has feedForwardWidths\.length 2/,
    ],
    [
      'a decoder without a final norm',
      { ...decoder, finalNorm: false },
      /it has finalNorm false, and the nearest config, of a gpt2, true/,
    ],
    [
      'a decoder with narrow embeddings',
      { ...decoder, embedding: { ...decoder.embedding, embeddingSize: 8 } },
      /it has embedding\.embeddingSize 8/,
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
              fusedQueryKeyValue: true,
              relativePositions: true,
            },
          },
        ],
      },
      /block 0 has operation\.relativePositions true/,
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
