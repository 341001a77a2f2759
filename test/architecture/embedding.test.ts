import { describe, expect, test } from 'vitest';
import { listEmbedding } from '../../src/architecture/embedding.ts';
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
        listEmbedding(EMBEDDING, 4, list);
      }),
    ).toEqual(TABLES);
  });

  test.each([3, 8])('a hidden size of %i, not 4, is reached by a projection with bias', (size) => {
    expect(
      listed((list) => {
        listEmbedding(EMBEDDING, size, list);
      }),
    ).toEqual([
      ...TABLES,
      `embeddings_project.weight ${size}x4 capacity`,
      `embeddings_project.bias ${size} parameters`,
    ]);
  });

  test('without token types there is no table of them, rather than one of no rows', () => {
    const lines = listed((list) => {
      listEmbedding({ ...EMBEDDING, typeVocabSize: 0 }, 4, list);
    });
    expect(lines).toEqual(TABLES.filter((line) => !line.includes('token_type')));
  });
});
