import { isProjected } from '../architecture/embedding.ts';
import type { Embedding } from '../architecture/architecture.ts';
import { add, mul } from '../onnx/compose/arithmetic.ts';
import { linear } from '../onnx/compose/matmul.ts';
import { gather } from '../onnx/compose/selections.ts';
import { concat, filled, slice } from '../onnx/compose/shapes.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { linearLayer, normLayer } from './layers.ts';
import { tokenPlaces } from './padding.ts';
import type { PassContext } from './pass-context.ts';
import type { EmbeddingMatrix } from './embedding-matrices.ts';

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
 * are given), with the norm and the projection to the hidden size where the model has them. The
 * vectors of an adaptive embedding are first multiplied by the root of the hidden size, as in the
 * code of LiteTransformerSearch (microsoft/archai).
 *
 * A linear pass has ones in the place of the sum, and so no tables.
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
  const size = embedding.clusters === null ? embedding.embeddingSize : hiddenSize;
  const sum =
    rows === null
      ? filled(builder, 1, [batch, sequenceLength, size])
      : sumOfTables(context, embedding, hiddenSize, gather(builder, rows.vectors, rows.tokens));
  const normed = embedding.norm ? normLayer(context, names.embeddingNorm, sum) : sum;
  return isProjected(embedding, hiddenSize)
    ? linearLayer(context, names.embeddingProjection, normed)
    : normed;
}

function sumOfTables(
  context: PassContext,
  { clusters, maxPositionEmbeddings, typeVocabSize }: Embedding,
  hiddenSize: number,
  tokens: GraphValue,
): GraphValue {
  const { builder, weights, names, firstPosition, sequenceLength, padding } = context;
  let sum = clusters === null ? tokens : mul(builder, tokens, Math.sqrt(hiddenSize));
  if (maxPositionEmbeddings > 0) {
    const table = weights.get(`${names.positions}.weight`);
    const end = firstPosition + sequenceLength;
    const positions =
      padding === null
        ? slice(builder, table, 0, firstPosition, end)
        : gather(builder, table, add(builder, tokenPlaces(context, padding), firstPosition));
    sum = add(builder, sum, positions);
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
