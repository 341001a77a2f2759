import type { LatentAttention, SelfAttention } from '../operation.ts';
import type { WeightNames } from '../weight-names.ts';
import type { WeightSink } from '../weight-sink.ts';
import { headMatrices, wholeMatrix, type ShapeMatrix } from './shape-matrix.ts';

/** The sizes of latent attention: what its projections lead from and to. */
export interface LatentSizes {
  readonly hiddenSize: number;
  readonly heads: number;
  /** Of a query and a key, the rotated part included. */
  readonly headSize: number;
  readonly valueSize: number;
}

/**
 * Lists the projections of latent attention (DeepSeek-AI 2024, section 2.1) but that of the output:
 * queries h -> a, or h -> r' -> a with a norm between; one vector h -> r + R for each position, R
 * the rotated part of its key, which all heads share; and r -> heads * (head size - R + value size),
 * after a norm. Those that read the hidden state have biases where attention has, but for h -> a.
 */
export function listLatent(
  sizes: LatentSizes,
  latent: LatentAttention,
  { queryKeyValueBias: bias }: SelfAttention,
  path: string,
  names: WeightNames,
  list: WeightSink,
): void {
  const { hiddenSize: h } = sizes;
  const { queryRank, keyValueRank, rotarySize } = latent;
  const queries = sizes.heads * sizes.headSize;
  if (queryRank === null) {
    list.linear(`${path}.${names.query}`, h, queries, { bias: false });
  } else {
    list.linear(`${path}.${names.queryDown}`, h, queryRank, { bias });
    list.norm(`${path}.${names.queryDownNorm}`, queryRank);
    list.linear(`${path}.${names.queryUp}`, queryRank, queries, { bias: false });
  }
  list.linear(`${path}.${names.keyValueDown}`, h, keyValueRank + rotarySize, { bias });
  list.norm(`${path}.${names.keyValueDownNorm}`, keyValueRank);
  const up = expandedWidth(sizes, latent);
  list.linear(`${path}.${names.keyValueUp}`, keyValueRank, up, { bias: false });
}

/** The matrices of {@link listLatent}, those of heads by heads. */
export function latentMatrices(sizes: LatentSizes, latent: LatentAttention): ShapeMatrix[] {
  const { hiddenSize: h, heads, headSize, valueSize } = sizes;
  const { queryRank, keyValueRank, rotarySize } = latent;
  const inputs = queryRank ?? h;
  const up = expandedWidth(sizes, latent);
  return [
    ...(queryRank === null ? [] : [wholeMatrix(queryRank, h)]),
    headMatrices(headSize, inputs, heads, heads * headSize),
    wholeMatrix(keyValueRank + rotarySize, h),
    headMatrices(headSize - rotarySize, keyValueRank, heads, up),
    headMatrices(valueSize, keyValueRank, heads, up),
  ];
}

/**
 * The most numbers alive, of `tokens` positions, while queries, keys and values are computed.
 *
 * @param copy numbers of the input after a norm of its own
 */
export function latentPeak(
  sizes: LatentSizes,
  latent: LatentAttention,
  tokens: number,
  copy: number,
): number {
  const queries = tokens * sizes.heads * sizes.headSize;
  const compressed = tokens * (latent.keyValueRank + latent.rotarySize);
  return Math.max(
    copy + tokens * (latent.queryRank ?? 0) + queries,
    copy + queries + compressed,
    queries + compressed + tokens * expandedWidth(sizes, latent),
  );
}

/** The width of what keys and values of all heads are made of, without the rotated part of keys. */
function expandedWidth(
  { heads, headSize, valueSize }: LatentSizes,
  { rotarySize }: LatentAttention,
): number {
  return heads * (headSize - rotarySize + valueSize);
}
