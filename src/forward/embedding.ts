import { isProjected } from '../architecture/embedding-weights.ts';
import type { Embedding } from '../architecture/embedding.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { gather } from '../onnx/compose/selections.ts';
import { concat, filled, pad, slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { threeAxes } from './heads.ts';
import { linearLayer, normLayer } from './layers.ts';
import { tokenPlaces, withoutPadding } from './padding.ts';
import type { PassContext } from './pass-context.ts';
import type { EmbeddingMatrix } from './embedding-matrices.ts';
import { sinusoidalVectors } from './sinusoidal.ts';

/**
 * The vectors of the tokens, [rows, size]: the table, or those of all clusters, each projected to the
 * hidden size (Baevski and Auli 2019, section 2), one below the other.
 */
export function buildTokenEmbeddings(
  { builder, weights }: PassContext,
  tables: readonly EmbeddingMatrix[],
): GraphValue {
  const vectors = tables.map(({ path, projection }) => {
    const table = weights.get(path);
    return projection === null ? table : linear(builder, table, weights.get(projection), null);
  });
  return concat(builder, vectors, 0);
}

/**
 * The sum of the embeddings of tokens, positions and token types (all of the first type unless they
 * are given), with the norm and the projection to the hidden size where the model has them: after the
 * norm, after the sum, or of the tokens alone, as in OPT. The vectors of tokens are first multiplied
 * by the scale of the embedding, as in Gemma, and those of an adaptive embedding by the root of the
 * hidden size too, as in the code of LiteTransformerSearch (microsoft/archai).
 *
 * A projection may take the vectors of neighbours together, as in MobileBERT.
 *
 * A linear pass has ones in the place of the sum, or of the tokens that are projected, and so no tables.
 *
 * @param rows what `buildTokenEmbeddings` gives, and int64 [batch, length] rows of it; null in a
 *   linear pass
 * @param hiddenSize of the first block, h
 * @returns [batch, length, h]
 */
export function buildEmbedding(
  context: PassContext,
  embedding: Embedding,
  hiddenSize: number,
  rows: { readonly vectors: GraphValue; readonly tokens: GraphValue } | null,
): GraphValue {
  const { builder, names, batch, sequenceLength } = context;
  const { clusters, embeddingSize, projected } = embedding;
  const size = clusters === null ? embeddingSize : hiddenSize;
  const project = (value: GraphValue): GraphValue =>
    isProjected(embedding, hiddenSize)
      ? linearLayer(context, names.embeddingProjection, neighbours(context, embedding, value))
      : value;
  const tokens =
    rows === null
      ? filled(builder, 1, [batch, sequenceLength, size])
      : scaled(context, embedding, hiddenSize, gather(builder, rows.vectors, rows.tokens));
  const first = projected === 'tokens' ? project(tokens) : tokens;
  const sum = rows === null ? first : sumOfTables(context, embedding, first);
  const second = projected === 'sum' ? project(sum) : sum;
  const normed = embedding.norm ? normLayer(context, names.embeddingNorm, second) : second;
  return projected === 'norm' ? project(normed) : normed;
}

/**
 * The vectors that a projection takes together for every token, from the last of them on: of the three
 * of MobileBERT those of the token after it, its own and that of the token before it (Sun et al. 2020,
 * section 3.1, released code), with zeros beyond the ends of a sequence.
 */
function neighbours(
  context: PassContext,
  { projectedTokens: count }: Embedding,
  value: GraphValue,
): GraphValue {
  if (count === 1) return value;
  const { builder } = context;
  const [, length] = threeAxes(value);
  const after = ownPlace(count);
  const padded = pad(builder, withoutPadding(context, value), 1, count - 1 - after, after);
  const shifted = Array.from({ length: count }, (_, place) =>
    slice(builder, padded, 1, count - 1 - place, count - 1 - place + length),
  );
  return concat(builder, shifted, 2);
}

/** Which of the vectors that a projection takes together is that of the token itself, from 0. */
export function ownPlace(projectedTokens: number): number {
  return Math.floor(projectedTokens / 2);
}

function scaled(
  { builder }: PassContext,
  { clusters, scale }: Embedding,
  hiddenSize: number,
  tokens: GraphValue,
): GraphValue {
  const factor = clusters === null ? scale : scale * Math.sqrt(hiddenSize);
  return factor === 1 ? tokens : mul(builder, tokens, factor);
}

function sumOfTables(
  context: PassContext,
  { maxPositionEmbeddings, typeVocabSize }: Embedding,
  tokens: GraphValue,
): GraphValue {
  const { builder, weights, names, positions, sequenceLength, padding } = context;
  let sum = tokens;
  if (maxPositionEmbeddings > 0) {
    const table = weights.get(`${names.positions}.weight`);
    const first = positions.kind === 'learned' ? positions.first : 0;
    const own =
      padding === null
        ? slice(builder, table, 0, first, first + sequenceLength)
        : gather(builder, table, add(builder, tokenPlaces(context, padding), first));
    sum = add(builder, sum, own);
  }
  if (positions.kind === 'sinusoidal') {
    sum = add(builder, sum, sinusoidalVectors(context, threeAxes(tokens)[2]));
  }
  if (typeVocabSize > 0) {
    const table = weights.get(`${names.tokenTypes}.weight`);
    const tokenTypes = padding?.tokenTypes ?? null;
    const types =
      tokenTypes === null ? slice(builder, table, 0, 0, 1) : gather(builder, table, tokenTypes);
    sum = add(builder, sum, types);
  }
  return sum;
}
