import { listAdaptiveSoftmax } from './adaptive-softmax.ts';
import type { Architecture } from './architecture.ts';
import type { Embedding } from './embedding.ts';
import type { Head } from './head.ts';
import { predictedTokens } from './embedding-weights.ts';
import type { WeightNames } from './weight-names.ts';
import type { WeightSink } from './weight-sink.ts';

/**
 * Lists the weights of what predicts tokens from an output of `hiddenSize`: an adaptive softmax; or a
 * matrix of a row for every token unless that is the embedding's, a bias for every token if it has
 * any, and before it a projection without bias to the embedding size if there is one.
 */
export function listHead(
  head: Head,
  embedding: Embedding,
  hiddenSize: number,
  names: WeightNames,
  list: WeightSink,
): void {
  if (head.kind === 'adaptive-softmax') {
    listAdaptiveSoftmax(head, hiddenSize, names.head, list);
    return;
  }
  const { embeddingSize } = embedding;
  const vocabSize = predictedTokens(embedding);
  if (head.projected) {
    list.linear(names.headProjection, hiddenSize, embeddingSize, { bias: false });
  }
  const inputs = head.projected ? embeddingSize : hiddenSize;
  if (!head.tied) list.matrix(`${names.head}.weight`, [vocabSize, inputs]);
  if (head.bias) list.bias(`${names.head}.bias`, vocabSize);
}

/** Parameters of the head that predicts tokens, 0 where it has no weights of its own. */
export function countHeadParameters({ head, blocks, embedding }: Architecture): number {
  if (head === null) return 0;
  const { hiddenSize } = blocks.at(-1) ?? blocks[0];
  if (head.kind === 'linear') {
    const { embeddingSize } = embedding;
    const vocabSize = predictedTokens(embedding);
    const inputs = head.projected ? embeddingSize : hiddenSize;
    const projection = head.projected ? hiddenSize * embeddingSize : 0;
    const matrix = head.tied ? 0 : vocabSize * inputs;
    return projection + matrix + (head.bias ? vocabSize : 0);
  }
  let count = head.clusters * (head.clusterWidth + 1);
  for (const { tokens, width } of head.matrices) {
    count += head.tied ? tokens : tokens * (width + 1);
  }
  for (const { width } of head.projections) count += hiddenSize * width;
  return count;
}
