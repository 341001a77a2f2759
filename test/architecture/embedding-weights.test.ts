import { describe, expect, test } from 'vitest';
import { completeEmbedding } from '../../src/architecture/complete-architecture.ts';
import { listDecoderEmbedding, listEmbedding } from '../../src/architecture/embedding-weights.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { listed } from './listed.ts';

const EMBEDDING = { vocabSize: 30, embeddingSize: 4, maxPositionEmbeddings: 10, typeVocabSize: 2 };

const TABLES = [
  'embeddings.word_embeddings.weight 30x4 capacity',
  'embeddings.position_embeddings.weight 10x4 capacity',
  'embeddings.token_type_embeddings.weight 2x4 capacity',
  'embeddings.LayerNorm.weight 4 parameters',
  'embeddings.LayerNorm.bias 4 parameters',
];

describe('listEmbedding', () => {
  test('where the sizes are equal there is no projection', () => {
    expect(
      listed((list) => {
        listEmbedding(completeEmbedding(EMBEDDING), 4, WEIGHT_NAMES.bert, list);
      }),
    ).toEqual(TABLES);
  });

  test.each([3, 8])('a hidden size of %i, not 4, is reached by a projection with bias', (size) => {
    expect(
      listed((list) => {
        listEmbedding(completeEmbedding(EMBEDDING), size, WEIGHT_NAMES.bert, list);
      }),
    ).toEqual([
      ...TABLES,
      `embeddings_project.weight ${size}x4 capacity`,
      `embeddings_project.bias ${size} parameters`,
    ]);
  });

  test('without token types there is no table of them, rather than one of no rows', () => {
    const lines = listed((list) => {
      listEmbedding(
        completeEmbedding({ ...EMBEDDING, typeVocabSize: 0 }),
        4,
        WEIGHT_NAMES.bert,
        list,
      );
    });
    expect(lines).toEqual(TABLES.filter((line) => !line.includes('token_type')));
  });

  test('positions that are not learned have no table, and a norm may be missing', () => {
    const lines = listed((list) => {
      const embedding = { ...EMBEDDING, maxPositionEmbeddings: 0, typeVocabSize: 0, norm: false };
      listEmbedding(completeEmbedding(embedding), 4, WEIGHT_NAMES.litgpt, list);
    });
    expect(lines).toEqual(['transformer.wte.weight 30x4 capacity']);
  });

  test('an adaptive one has a table a cluster, projections without bias, positions of the hidden size', () => {
    const clusters = [
      { tokens: 20, width: 8, projected: true },
      { tokens: 10, width: 2, projected: true },
    ];
    const lines = listed((list) => {
      const embedding = { ...EMBEDDING, embeddingSize: 8, typeVocabSize: 0, norm: false, clusters };
      listEmbedding(completeEmbedding(embedding), 8, WEIGHT_NAMES.gpt2, list);
    });
    // Where it is projected, it is so at equal sizes too.
    expect(lines).toEqual([
      'transformer.wte.emb_layers.0.weight 20x8 capacity',
      'transformer.wte.emb_layers.1.weight 10x2 capacity',
      'transformer.wte.emb_projs.0 8x8 capacity',
      'transformer.wte.emb_projs.1 8x2 capacity',
      'transformer.wpe.weight 10x8 capacity',
    ]);
  });

  test('an image is read by a layer of patches after vectors that are parameters alone', () => {
    const input = {
      kind: 'patches',
      imageSize: 32,
      patchSize: 16,
      channels: 3,
      bias: true,
      extraTokens: 5,
      maskToken: true,
    } as const;
    const sizes = { ...EMBEDDING, vocabSize: 0, typeVocabSize: 0, maxPositionEmbeddings: 9 };
    const lines = listed((list) => {
      const embedding = completeEmbedding({ ...sizes, norm: false, input });
      listEmbedding(embedding, 4, WEIGHT_NAMES.bert, list);
    });
    expect(lines).toEqual([
      'embeddings.cls_token 1x1x4 parameters',
      'embeddings.register_tokens 1x4x4 parameters',
      'embeddings.mask_token 1x1x4 parameters',
      'embeddings.patch_embeddings.projection.weight 4x3x16x16 capacity',
      'embeddings.patch_embeddings.projection.bias 4 parameters',
      'embeddings.position_embeddings 9x4 capacity',
    ]);
  });

  test('a spectrogram is read by two convolutions, and a decoder embeds for itself', () => {
    const decoder = { vocabSize: 30, maxPositionEmbeddings: 6, norm: true };
    const lines = listed((list) => {
      const input = { kind: 'spectrogram', bins: 80 } as const;
      const sizes = { ...EMBEDDING, vocabSize: 0, typeVocabSize: 0, norm: false };
      listEmbedding(completeEmbedding({ ...sizes, input }), 4, WEIGHT_NAMES.bert, list);
      listDecoderEmbedding(decoder, 8, WEIGHT_NAMES.bert, list);
      listDecoderEmbedding({ ...decoder, vocabSize: null }, 8, WEIGHT_NAMES.t5, list);
    });
    expect(lines).toEqual([
      'conv1.weight 4x80x3 capacity',
      'conv1.bias 4 parameters',
      'conv2.weight 4x4x3 capacity',
      'conv2.bias 4 parameters',
      'embeddings.position_embeddings.weight 10x4 capacity',
      'decoder.embed_tokens.weight 30x8 capacity',
      'decoder.embed_positions.weight 6x8 capacity',
      'decoder.layernorm_embedding.weight 8 parameters',
      'decoder.layernorm_embedding.bias 8 parameters',
      'decoder.embed_positions.weight 6x8 capacity',
      'decoder.layernorm_embedding.weight 8 parameters',
      'decoder.layernorm_embedding.bias 8 parameters',
    ]);
  });
});
