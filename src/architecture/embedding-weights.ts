import type {
  DecoderEmbedding,
  Embedding,
  ForeignInput,
  PatchInput,
  TokenCluster,
} from './embedding.ts';
import type { ClosedSums } from './operations/closed-sums.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/** Positions that each convolution over a spectrogram reads. */
const SPECTROGRAM_KERNEL = 3;

/**
 * Lists the weights of an embedding: a matrix of tokens and, where there are any, of positions and
 * of token types, each of the embedding size, and what reads an image or a spectrogram; a norm, if it has one; and a projection to the hidden
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
  const { projected, projectionBias, distances, input } = embedding;
  const e = clusters === null ? embeddingSize : hiddenSize;
  const width = projected === 'tokens' ? hiddenSize : e;
  if (clusters !== null) listClusters(clusters, hiddenSize, names.tokenEmbedding, list);
  else if (vocabSize > 0) list.matrix(`${names.tokenEmbedding}.weight`, [vocabSize, e]);
  if (input !== null) listForeignInput(input, e, names, list);
  if (maxPositionEmbeddings > 0) {
    const path = input?.kind === 'patches' ? names.patchPositions : `${names.positions}.weight`;
    list.matrix(path, [maxPositionEmbeddings, width]);
  }
  if (typeVocabSize > 0) list.matrix(`${names.tokenTypes}.weight`, [typeVocabSize, width]);
  if (embedding.norm) list.norm(names.embeddingNorm, projected === 'norm' ? e : hiddenSize);
  if (isProjected(embedding, hiddenSize)) {
    const inputs = e * embedding.projectedTokens;
    list.linear(names.embeddingProjection, inputs, hiddenSize, { bias: projectionBias });
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

/**
 * Lists what reads something else than tokens: of an image the layer channels x p x p -> e of its
 * patches and the vectors that are learned, which are parameters alone; of a spectrogram the
 * convolutions bins -> e and e -> e, of kernel size 3, with biases.
 */
function listForeignInput(
  input: ForeignInput,
  size: number,
  names: WeightNames,
  list: WeightSink,
): void {
  if (input.kind === 'spectrogram') {
    for (const [path, inputs] of [
      [names.firstConvolution, input.bins],
      [names.secondConvolution, size],
    ] as const) {
      list.matrix(`${path}.weight`, [size, inputs, SPECTROGRAM_KERNEL]);
      list.bias(`${path}.bias`, size);
    }
    return;
  }
  const { channels, patchSize, extraTokens, maskToken } = input;
  const vectors = { counts: false };
  if (extraTokens > 0) list.matrix(names.classToken, [1, 1, size], vectors);
  if (extraTokens > 1) list.matrix(names.furtherTokens, [1, extraTokens - 1, size], vectors);
  if (maskToken) list.matrix(names.maskToken, [1, 1, size], vectors);
  list.matrix(`${names.patches}.weight`, [size, channels, patchSize, patchSize]);
  if (input.bias) list.bias(`${names.patches}.bias`, size);
}

/**
 * Lists what the decoder after an encoder embeds with weights of its own, of its hidden size: tokens,
 * positions, and a norm.
 */
export function listDecoderEmbedding(
  { vocabSize, maxPositionEmbeddings, norm }: DecoderEmbedding,
  hiddenSize: number,
  { decoder: names }: WeightNames,
  list: WeightSink,
): void {
  if (vocabSize !== null) list.matrix(`${names.tokenEmbedding}.weight`, [vocabSize, hiddenSize]);
  if (maxPositionEmbeddings > 0) {
    list.matrix(`${names.positions}.weight`, [maxPositionEmbeddings, hiddenSize]);
  }
  if (norm) list.norm(names.embeddingNorm, hiddenSize);
}

/** The tokens that a model predicts: those of its decoder, where these are others. */
export function predictedTokens({ vocabSize, decoder }: Embedding): number {
  return decoder?.vocabSize ?? vocabSize;
}

/** Adds what {@link listEmbedding} lists, in the same order; false where it has to be listed. */
export function sumEmbedding(embedding: Embedding, hiddenSize: number, sums: ClosedSums): boolean {
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  const { projected, distances, input, decoder } = embedding;
  if (embedding.projectedTokens > 1) return false;
  if (projected !== 'norm' || distances !== null || decoder !== null) return false;
  if (input?.kind === 'spectrogram') return false;
  const e = clusters === null ? embeddingSize : hiddenSize;
  if (clusters !== null) {
    for (const { tokens, width } of clusters) sums.matrix(tokens, width);
    for (const cluster of clusters) if (cluster.projected) sums.matrix(hiddenSize, cluster.width);
  } else if (vocabSize > 0) sums.matrix(vocabSize, e);
  if (input !== null) sumPatches(input, e, sums);
  if (maxPositionEmbeddings > 0) sums.matrix(maxPositionEmbeddings, e);
  if (typeVocabSize > 0) sums.matrix(typeVocabSize, e);
  if (embedding.norm) sums.plain(2 * e);
  if (isProjected(embedding, hiddenSize)) {
    sums.matrix(hiddenSize, e);
    if (embedding.projectionBias) sums.plain(hiddenSize);
  }
  return true;
}

/** Adds what reads the patches of an image. */
function sumPatches(input: PatchInput, size: number, sums: ClosedSums): void {
  const { channels, patchSize, extraTokens, maskToken, bias } = input;
  const vectors = extraTokens + (maskToken ? 1 : 0) + (bias ? 1 : 0);
  sums.matrix(size, channels * patchSize ** 2);
  sums.plain(vectors * size);
}

/**
 * Multiply-adds per token of a sequence of that length. A token of an adaptive embedding is taken to
 * be of the first cluster; of the tokens of an image, those that are learned cost nothing.
 */
export function embeddingMultiplyAdds(
  embedding: Embedding,
  hiddenSize: number,
  length: number,
): number {
  const { embeddingSize, clusters, input } = embedding;
  const [first] = clusters ?? [];
  const own = first?.projected === true ? first.width * hiddenSize : 0;
  const size = clusters === null ? embeddingSize : hiddenSize;
  const read = input === null ? 0 : foreignMultiplyAdds(input, size, length);
  return (
    own +
    read +
    (isProjected(embedding, hiddenSize) ? size * embedding.projectedTokens * hiddenSize : 0)
  );
}

function foreignMultiplyAdds(input: ForeignInput, size: number, length: number): number {
  if (input.kind === 'patches') {
    const { channels, patchSize, extraTokens } = input;
    const patches = Math.max(0, length - extraTokens) / length;
    return patches * channels * patchSize * patchSize * size;
  }
  // The first convolution has two positions for each that the second leaves.
  return SPECTROGRAM_KERNEL * size * (2 * input.bins + size);
}

/** Numbers per token that are alive at once: what is looked up, and what a projection makes of it. */
export function embeddingPeak(embedding: Embedding, hiddenSize: number): number {
  const { embeddingSize, clusters, input } = embedding;
  const read = input === null ? 0 : foreignPeak(input, embeddingSize);
  if (clusters !== null) {
    const widths = clusters.map(({ width, projected }) => (projected ? width : 0));
    return Math.max(hiddenSize + Math.max(0, ...widths), read);
  }
  const own = isProjected(embedding, hiddenSize) ? embeddingSize + hiddenSize : hiddenSize;
  return Math.max(own, read);
}

function foreignPeak(input: ForeignInput, size: number): number {
  return input.kind === 'patches'
    ? input.channels * input.patchSize * input.patchSize + size
    : Math.max(2 * (input.bins + size), 3 * size);
}
