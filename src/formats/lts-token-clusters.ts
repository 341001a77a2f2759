import type { TokenCluster } from '../architecture/embedding.ts';
import type { AdaptiveSoftmax } from '../architecture/head.ts';
import { given, type LtsConfig } from './lts-config.ts';

/** The size of the embeddings of the most frequent tokens. */
export function embedWidth({ d_embed, d_model }: LtsConfig): number {
  return given(d_embed) ?? d_model;
}

/** The size of the embeddings of a cluster. */
export function clusterWidth(record: LtsConfig, cluster: number): number {
  return Math.floor(embedWidth(record) / (record.div_val ?? 1) ** cluster);
}

/** The ends of the clusters; where a config has none, those of the training script. */
function cutoffsOf({ cutoffs, adaptive, dataset }: LtsConfig): readonly number[] {
  if (cutoffs !== undefined && cutoffs !== null) return cutoffs;
  if (adaptive !== true) return [];
  return dataset === 'lm1b' ? [59_997, 99_997, 639_997] : [19_997, 39_997, 199_997];
}

/** The number of tokens in each cluster; cutoffs beyond the last token are dropped. */
export function clusterTokens(record: LtsConfig): number[] {
  const sizes: number[] = [];
  let start = 0;
  for (const end of [...cutoffsOf(record), record.n_token]) {
    const last = Math.min(end, record.n_token);
    if (last > start) sizes.push(last - start);
    start = last;
  }
  return sizes;
}

function isTied(record: LtsConfig, cluster: number): boolean {
  const { tie_projs, adaptive, dataset } = record;
  if (tie_projs !== undefined && tie_projs !== null && tie_projs.length > 0) {
    return tie_projs[cluster] ?? false;
  }
  if (adaptive === true && dataset === 'lm1b') return false;
  return cluster > 0 || adaptive !== true;
}

/** The embedding matrices, one for each cluster of these sizes, or one for all tokens. */
export function tokenClusters(record: LtsConfig, sizes: readonly number[]): TokenCluster[] {
  const { d_model, n_token, div_val = 1 } = record;
  const width = embedWidth(record);
  if (div_val === 1) return [{ tokens: n_token, width, projected: width !== d_model }];
  return sizes.map((tokens, cluster) => ({
    tokens,
    width: clusterWidth(record, cluster),
    projected: true,
  }));
}

/** The adaptive softmax over the clusters. */
export function headOf(
  record: LtsConfig,
  tables: readonly TokenCluster[],
  sizes: readonly number[],
): AdaptiveSoftmax {
  const { d_model, div_val = 1, tie_weight, tied, not_tied } = record;
  const width = embedWidth(record);
  const needed = div_val !== 1 || width !== d_model;
  return {
    kind: 'adaptive-softmax',
    matrices: tables.map(({ tokens, width: own }) => ({ tokens, width: own })),
    tied: tie_weight ?? tied ?? not_tied !== true,
    clusters: sizes.length - 1,
    clusterWidth: width,
    projections: needed
      ? sizes.flatMap((_, cluster) =>
          isTied(record, cluster) ? [] : [{ cluster, width: clusterWidth(record, cluster) }],
        )
      : [],
  };
}
