import type { AdaptiveSoftmax, Architecture } from './architecture.ts';
import type { WeightList } from './weight-list.ts';

/**
 * Vectors and biases of the clusters but the first; tables of word vectors, if they are not the
 * embedding's; a bias for every word; and the clusters' own projections, h x width without bias.
 */
export function listAdaptiveSoftmax(
  { tables, tied, clusters, clusterWidth, projections }: AdaptiveSoftmax,
  hiddenSize: number,
  path: string,
  list: WeightList,
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

/**
 * Parameters of the head that predicts words, 0 where it has no weights of its own: what is left of
 * a model without these and without its embedding is called its non-embedding parameters.
 */
export function countHeadParameters({ head, blocks, embedding }: Architecture): number {
  if (head === undefined) return 0;
  const hiddenSize = blocks.at(-1)?.hiddenSize ?? embedding.embeddingSize;
  let count = head.clusters * (head.clusterWidth + 1);
  for (const { words, width } of head.tables) count += head.tied ? words : words * (width + 1);
  for (const { width } of head.projections) count += hiddenSize * width;
  return count;
}
