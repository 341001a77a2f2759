import type { AdaptiveSoftmax } from './architecture.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Vectors and biases of the clusters but the first; tables of word vectors, if they are not the
 * embedding's; a bias for every word; and the clusters' own projections, h x width without bias.
 */
export function listAdaptiveSoftmax(
  { tables, tied, clusters, clusterWidth, projections }: AdaptiveSoftmax,
  hiddenSize: number,
  path: string,
  list: WeightSink,
): void {
  if (clusters > 0) {
    list.matrix(`${path}.cluster_weight`, [clusters, clusterWidth]);
    list.bias(`${path}.cluster_bias`, clusters);
  }
  for (const [index, { words, width }] of tables.entries()) {
    if (!tied) list.matrix(`${path}.out_layers_weights.${index}`, [words, width]);
    list.bias(`${path}.out_layers_biases.${index}`, words);
  }
  for (const { cluster, width } of projections) {
    list.matrix(`${path}.out_projs.${cluster}`, [hiddenSize, width]);
  }
}
