import type { Embedding } from './architecture.ts';
import type { WeightList } from './weight-list.ts';

/**
 * Tables of words, positions and, where there are any, token types, each of the embedding size;
 * a norm; and a projection to the hidden size of the first block where that differs.
 */
export function listEmbedding(embedding: Embedding, hiddenSize: number, list: WeightList): void {
  const { vocabSize, embeddingSize: e, maxPositionEmbeddings, typeVocabSize } = embedding;
  list.matrix('embeddings.word_embeddings.weight', [vocabSize, e]);
  list.matrix('embeddings.position_embeddings.weight', [maxPositionEmbeddings, e]);
  if (typeVocabSize > 0) list.matrix('embeddings.token_type_embeddings.weight', [typeVocabSize, e]);
  list.layerNorm('embeddings.LayerNorm', e);
  if (e !== hiddenSize) list.linear('embeddings_project', e, hiddenSize);
}
