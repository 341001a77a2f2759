import type { Block, SelfAttention } from '../architecture.ts';
import type { WeightNames } from '../weight-names.ts';
import type { WeightSink } from '../weight-sink.ts';

/** The width of all heads together, a = heads * head size. */
export function attentionWidth(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize === null ? hiddenSize : numAttentionHeads * headSize;
}

/** The width of one head. */
export function headSizeOf(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize ?? Math.floor(hiddenSize / numAttentionHeads);
}

/** The number of heads of keys and values. */
export function keyValueHeadsOf(
  { numAttentionHeads }: Block,
  { numKeyValueHeads }: SelfAttention,
): number {
  return numKeyValueHeads ?? numAttentionHeads;
}

/** The width of all keys of a position, and of its values: that of the queries, unless heads share them. */
export function keyValueWidth(block: Block, operation: SelfAttention): number {
  const { numKeyValueHeads } = operation;
  return numKeyValueHeads === null
    ? attentionWidth(block, operation)
    : numKeyValueHeads * headSizeOf(block, operation);
}

/**
 * Query h -> a, key and value h -> c projections, c being a unless heads share their keys and
 * values, three of them or one h -> a + 2c, and the output a -> h, each with bias if the block has
 * any and attention says nothing else. The weighted multiplicative form has one more a x a matrix
 * without bias.
 *
 * With relative positions, as in Transformer-XL (Dai et al. 2019, section 3.3), no projection has
 * a bias; there are one more of the positions, h -> a, and two vectors of a that stand for the
 * query where it meets a content and a position.
 *
 * With biases of distances, as in T5 (Raffel et al. 2020, section 2.1), there is a table of them,
 * distances x heads: biases, so parameters alone. With positions that are keys and queries, as in
 * DeBERTa (He et al. 2021, section 3.1), these have projections h -> a unless they share those of
 * the contents.
 */
export function listSelfAttention(
  block: Block,
  operation: SelfAttention,
  path: string,
  names: WeightNames,
  list: WeightSink,
): void {
  const { hiddenSize: h, numAttentionHeads } = block;
  const { similarity, fusedQueryKeyValue, relativePositions, distanceBiases } = operation;
  const a = attentionWidth(block, operation);
  const c = keyValueWidth(block, operation);
  const bias = operation.queryKeyValueBias && !relativePositions;
  const outputBias = operation.outputBias && !relativePositions;
  if (fusedQueryKeyValue) {
    list.linear(`${path}.${names.queryKeyValue}`, h, a + 2 * c, { bias });
  } else {
    list.linear(`${path}.${names.query}`, h, a, { bias });
    list.linear(`${path}.${names.key}`, h, c, { bias });
    list.linear(`${path}.${names.value}`, h, c, { bias });
  }
  if (operation.positionKeys === 'own') {
    list.linear(`${path}.${names.positionKey}`, h, a, { bias });
  }
  if (operation.positionQueries === 'own') {
    list.linear(`${path}.${names.positionQuery}`, h, a, { bias });
  }
  if (operation.queryKeyNorm) {
    const headSize = headSizeOf(block, operation);
    list.norm(`${path}.${names.queryNorm}`, headSize);
    list.norm(`${path}.${names.keyNorm}`, headSize);
  }
  if (similarity === 'weighted-multiplicative')
    list.matrix(`${path}.self.similarity.weight`, [a, a]);
  if (relativePositions) {
    list.linear(`${path}.r_net`, h, a, { bias });
    list.bias(`${path}.r_w_bias`, a);
    list.bias(`${path}.r_r_bias`, a);
  }
  list.linear(`${path}.${names.output}`, a, h, { writesResidual: true, bias: outputBias });
  if (distanceBiases > 0) {
    const shape = [distanceBiases, numAttentionHeads];
    list.matrix(`${path}.${names.distanceBiases}.weight`, shape, { counts: false });
  }
}
