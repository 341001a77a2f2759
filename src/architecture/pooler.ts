import type { Architecture } from './architecture.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

type Poolers = Pick<Architecture, 'pooler' | 'poolerWidth' | 'attentionPooler'>;

/**
 * Lists what makes a vector of the output of the last block, of width h: a layer h -> p with bias; or
 * attention of a learned vector over that output, with a norm and a feed-forward network.
 */
export function listPoolers(
  { pooler, poolerWidth, attentionPooler }: Poolers,
  hiddenSize: number,
  names: WeightNames,
  list: WeightSink,
): void {
  const path = names.pooler;
  if (pooler) list.linear(path, hiddenSize, poolerWidth ?? hiddenSize);
  if (attentionPooler === null) return;
  const { feedForwardWidth } = attentionPooler;
  list.matrix(`${path}.probe`, [1, 1, hiddenSize]);
  list.matrix(`${path}.attention.in_proj_weight`, [3 * hiddenSize, hiddenSize]);
  list.bias(`${path}.attention.in_proj_bias`, 3 * hiddenSize);
  list.linear(`${path}.attention.out_proj`, hiddenSize, hiddenSize);
  list.norm(`${path}.layernorm`, hiddenSize);
  list.linear(`${path}.mlp.fc1`, hiddenSize, feedForwardWidth);
  list.linear(`${path}.mlp.fc2`, feedForwardWidth, hiddenSize);
}

/** Whether there is any of these. */
export function hasPoolers({ pooler, attentionPooler }: Poolers): boolean {
  return pooler || attentionPooler !== null;
}
