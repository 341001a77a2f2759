import type { Block, SelfAttention } from './architecture.ts';
import type { WeightList } from './weight-list.ts';
import type { WeightNames } from './weight-names.ts';

/**
 * The width of all heads together, a = heads * head size: the hidden size, unless the heads have a
 * size of their own.
 */
export function attentionWidth(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize === undefined ? hiddenSize : numAttentionHeads * headSize;
}

/**
 * Query, key and value projections h -> a, three of them or one h -> 3a, and the output a -> h, each
 * with bias if the block has any. The weighted multiplicative form has one more a x a matrix
 * without bias.
 *
 * With relative positions, as in Transformer-XL (Dai et al. 2019, section 3.3), no projection has
 * a bias; there are one more of the positions, h -> a, and two vectors of a that stand for the
 * query where it meets a content and a position.
 */
export function listSelfAttention(
  block: Block,
  operation: SelfAttention,
  path: string,
  names: WeightNames,
  list: WeightList,
): void {
  const { hiddenSize: h } = block;
  const { similarity, fusedQueryKeyValue = false, relativePositions = false } = operation;
  const a = attentionWidth(block, operation);
  const bias = (block.bias ?? true) && !relativePositions;
  if (fusedQueryKeyValue) {
    list.linear(`${path}.${names.queryKeyValue}`, h, 3 * a, { bias });
  } else {
    for (const part of ['query', 'key', 'value']) {
      list.linear(`${path}.self.${part}`, h, a, { bias });
    }
  }
  if (similarity === 'weighted-multiplicative')
    list.matrix(`${path}.self.similarity.weight`, [a, a]);
  if (relativePositions) {
    list.linear(`${path}.r_net`, h, a, { bias });
    list.bias(`${path}.r_w_bias`, a);
    list.bias(`${path}.r_r_bias`, a);
  }
  list.linear(`${path}.${names.output}`, a, h, { writesResidual: true, bias });
}
