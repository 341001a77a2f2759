import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Attention of one learned vector over the output of the last block, then a norm and two linear
 * layers h -> f -> h, all with biases, which makes a vector of an image (SigLIP, Zhai et al. 2023).
 */
export interface AttentionPooler {
  readonly numAttentionHeads: number;
  readonly feedForwardWidth: number;
}

/** What makes a vector of a sequence or an image. */
export interface Poolers {
  /** Whether a layer h -> h with bias follows the last block. */
  readonly pooler: boolean;
  /** The outputs of that layer where they are not h; null where they are. */
  readonly poolerWidth: number | null;
  readonly attentionPooler: AttentionPooler | null;
}

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
