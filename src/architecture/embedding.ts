import type { Embedding, WordCluster } from './architecture.ts';
import type { WeightList } from './weight-list.ts';
import type { WeightNames } from './weight-names.ts';

/**
 * Tables of words, positions and, where there are any, token types, each of the embedding size;
 * a norm unless there is none; and a projection with bias to the hidden size of the first block
 * where that differs.
 *
 * An adaptive embedding has a table for each cluster of words and projections without bias, and
 * everything else is of the hidden size.
 */
export function listEmbedding(
  embedding: Embedding,
  hiddenSize: number,
  names: WeightNames,
  list: WeightList,
): void {
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  const e = clusters === undefined ? embeddingSize : hiddenSize;
  if (clusters === undefined) list.matrix(`${names.words}.weight`, [vocabSize, e]);
  else listClusters(clusters, hiddenSize, names.words, list);
  if (maxPositionEmbeddings > 0)
    list.matrix(`${names.positions}.weight`, [maxPositionEmbeddings, e]);
  if (typeVocabSize > 0) list.matrix(`${names.tokenTypes}.weight`, [typeVocabSize, e]);
  if (embedding.norm ?? true) list.layerNorm(names.embeddingNorm, e);
  if (e !== hiddenSize) list.linear(names.embeddingProjection, e, hiddenSize);
}

function listClusters(
  clusters: readonly WordCluster[],
  hiddenSize: number,
  path: string,
  list: WeightList,
): void {
  for (const [index, { words, width }] of clusters.entries()) {
    list.matrix(`${path}.emb_layers.${index}.weight`, [words, width]);
  }
  for (const [index, { width, projected }] of clusters.entries()) {
    if (projected) list.matrix(`${path}.emb_projs.${index}`, [hiddenSize, width]);
  }
}
