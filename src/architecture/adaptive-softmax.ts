import type { AdaptiveSoftmax } from './head.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Lists the weights of an adaptive softmax: vectors and biases of the clusters but the first; a matrix
 * for each cluster, unless it is the embedding's; a bias for every token; and the clusters' own
 * projections, h x width without bias.
 */
export function listAdaptiveSoftmax(
  { matrices, tied, clusters, clusterWidth, projections }: AdaptiveSoftmax,
  hiddenSize: number,
  path: string,
  list: WeightSink,
): void {
  if (clusters > 0) {
    list.matrix(`${path}.cluster_weight`, [clusters, clusterWidth]);
    list.bias(`${path}.cluster_bias`, clusters);
  }
  for (const [index, { tokens, width }] of matrices.entries()) {
    if (!tied) list.matrix(`${path}.out_layers_weights.${index}`, [tokens, width]);
    list.bias(`${path}.out_layers_biases.${index}`, tokens);
  }
  for (const { cluster, width } of projections) {
    list.matrix(`${path}.out_projs.${cluster}`, [hiddenSize, width]);
  }
}
