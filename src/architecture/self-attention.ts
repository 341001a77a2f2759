import type { Block, SelfAttention } from './architecture.ts';
import type { WeightList } from './weight-list.ts';

/**
 * Query, key, value and output projections, h x h each with bias; the weighted multiplicative
 * form has one more h x h matrix without bias. A norm follows the output.
 */
export function listSelfAttention(
  { hiddenSize: h }: Block,
  { similarity }: SelfAttention,
  path: string,
  list: WeightList,
): void {
  list.linear(`${path}.self.query`, h, h);
  list.linear(`${path}.self.key`, h, h);
  list.linear(`${path}.self.value`, h, h);
  if (similarity === 'weighted-multiplicative')
    list.matrix(`${path}.self.similarity.weight`, [h, h]);
  list.linear(`${path}.output.dense`, h, h, { writesResidual: true });
  list.layerNorm(`${path}.output.LayerNorm`, h);
}
