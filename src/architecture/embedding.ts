import type { Embedding, TokenCluster } from './architecture.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Tables of words, positions and, where there are any, token types, each of the embedding size;
 * a norm unless there is none; and a projection to the hidden size of the first block, with bias
 * unless it has none, where that differs or if there always is one. What stands behind the
 * projection, as the norm of DeBERTa and the positions of OPT, is of the hidden size.
 *
 * An adaptive embedding has a table for each cluster of words and projections without bias, and
 * everything else is of the hidden size. Vectors of distances are of the hidden size too.
 */
export function listEmbedding(
  embedding: Embedding,
  hiddenSize: number,
  names: WeightNames,
  list: WeightSink,
): void {
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  const { projected = 'norm', projectionBias = true, distances } = embedding;
  const e = clusters === undefined ? embeddingSize : hiddenSize;
  const table = projected === 'words' ? hiddenSize : e;
  if (clusters === undefined) list.matrix(`${names.words}.weight`, [vocabSize, e]);
  else listClusters(clusters, hiddenSize, names.words, list);
  if (maxPositionEmbeddings > 0)
    list.matrix(`${names.positions}.weight`, [maxPositionEmbeddings, table]);
  if (typeVocabSize > 0) list.matrix(`${names.tokenTypes}.weight`, [typeVocabSize, table]);
  if (embedding.norm ?? true) list.norm(names.embeddingNorm, projected === 'norm' ? e : hiddenSize);
  if (isProjected(embedding, hiddenSize)) {
    list.linear(names.embeddingProjection, e, hiddenSize, { bias: projectionBias });
  }
  if (distances !== undefined) {
    const { count } = distances;
    if (count > 0) list.matrix(`${names.distances}.weight`, [count, hiddenSize]);
    if (distances.norm) list.norm(names.distanceNorm, hiddenSize);
  }
}

/** Whether a projection takes the embedding size to the hidden size; that of clusters aside. */
export function isProjected(
  { embeddingSize, clusters, alwaysProjected = false }: Embedding,
  hiddenSize: number,
): boolean {
  return alwaysProjected || (clusters === undefined && embeddingSize !== hiddenSize);
}

function listClusters(
  clusters: readonly TokenCluster[],
  hiddenSize: number,
  path: string,
  list: WeightSink,
): void {
  for (const [index, { words, width }] of clusters.entries()) {
    list.matrix(`${path}.emb_layers.${index}.weight`, [words, width]);
  }
  for (const [index, { width, projected }] of clusters.entries()) {
    if (projected) list.matrix(`${path}.emb_projs.${index}`, [hiddenSize, width]);
  }
}
