import type { Embedding, TokenCluster } from './architecture.ts';
import type { ClosedSums } from './operations/closed-sums.ts';
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

/** Adds what {@link listEmbedding} lists, in the same order; false where it has to be listed. */
export function sumEmbedding(embedding: Embedding, hiddenSize: number, sums: ClosedSums): boolean {
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  if (embedding.projected !== 'norm' || embedding.distances !== null) return false;
  const e = clusters === null ? embeddingSize : hiddenSize;
  if (clusters === null) sums.matrix(vocabSize, e);
  else {
    for (const { tokens, width } of clusters) sums.matrix(tokens, width);
    for (const { width, projected } of clusters) if (projected) sums.matrix(hiddenSize, width);
  }
  if (maxPositionEmbeddings > 0) sums.matrix(maxPositionEmbeddings, e);
  if (typeVocabSize > 0) sums.matrix(typeVocabSize, e);
  if (embedding.norm) sums.plain(2 * e);
  if (isProjected(embedding, hiddenSize)) {
    sums.matrix(hiddenSize, e);
    if (embedding.projectionBias) sums.plain(hiddenSize);
  }
  return true;
}

/** Multiply-adds per token. A token of an adaptive embedding is taken to be of the first cluster. */
export function embeddingMultiplyAdds(embedding: Embedding, hiddenSize: number): number {
  const { embeddingSize, clusters } = embedding;
  const [first] = clusters ?? [];
  const own = first?.projected === true ? first.width * hiddenSize : 0;
  const size = clusters === null ? embeddingSize : hiddenSize;
  return own + (isProjected(embedding, hiddenSize) ? size * hiddenSize : 0);
}

/** Numbers per token that are alive at once: what is looked up, and what a projection makes of it. */
export function embeddingPeak(embedding: Embedding, hiddenSize: number): number {
  const { embeddingSize, clusters } = embedding;
  if (clusters !== null) {
    const widths = clusters.map(({ width, projected }) => (projected ? width : 0));
    return hiddenSize + Math.max(0, ...widths);
  }
  return isProjected(embedding, hiddenSize) ? embeddingSize + hiddenSize : hiddenSize;
}
