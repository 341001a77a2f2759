import type { Embedding, TokenCluster } from './architecture.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Lists the weights of an embedding: a matrix of tokens and, where there are any, of positions and
 * of token types, each of the embedding size; a norm, if it has one; and a projection to the hidden
 * size of the first block where that differs, or always. What follows the projection, as the norm of
 * DeBERTa and the positions of OPT, is of the hidden size.
 *
 * An adaptive embedding has a matrix for each cluster of tokens and projections without bias, and
 * everything else is of the hidden size. Vectors of distances are of the hidden size too.
 */
export function listEmbedding(
  embedding: Embedding,
  hiddenSize: number,
  names: WeightNames,
  list: WeightSink,
): void {
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  const { projected, projectionBias, distances } = embedding;
  const e = clusters === null ? embeddingSize : hiddenSize;
  const width = projected === 'tokens' ? hiddenSize : e;
  if (clusters === null) list.matrix(`${names.tokenEmbedding}.weight`, [vocabSize, e]);
  else listClusters(clusters, hiddenSize, names.tokenEmbedding, list);
  if (maxPositionEmbeddings > 0)
    list.matrix(`${names.positions}.weight`, [maxPositionEmbeddings, width]);
  if (typeVocabSize > 0) list.matrix(`${names.tokenTypes}.weight`, [typeVocabSize, width]);
  if (embedding.norm) list.norm(names.embeddingNorm, projected === 'norm' ? e : hiddenSize);
  if (isProjected(embedding, hiddenSize)) {
    list.linear(names.embeddingProjection, e, hiddenSize, { bias: projectionBias });
  }
  if (distances !== null) {
    const { count } = distances;
    if (count > 0) list.matrix(`${names.distances}.weight`, [count, hiddenSize]);
    if (distances.norm) list.norm(names.distanceNorm, hiddenSize);
  }
}

/** Whether a projection takes the embedding size to the hidden size, those of clusters aside. */
export function isProjected(
  { embeddingSize, clusters, alwaysProjected }: Embedding,
  hiddenSize: number,
): boolean {
  return alwaysProjected || (clusters === null && embeddingSize !== hiddenSize);
}

function listClusters(
  clusters: readonly TokenCluster[],
  hiddenSize: number,
  path: string,
  list: WeightSink,
): void {
  for (const [index, { tokens, width }] of clusters.entries()) {
    list.matrix(`${path}.emb_layers.${index}.weight`, [tokens, width]);
  }
  for (const [index, { width, projected }] of clusters.entries()) {
    if (projected) list.matrix(`${path}.emb_projs.${index}`, [hiddenSize, width]);
  }
}
