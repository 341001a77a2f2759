import type { Architecture } from '../../src/architecture/architecture.ts';
import type { Block } from '../../src/architecture/block.ts';
import { WEIGHT_NAMES } from '../../src/architecture/naming-tables.ts';
import { formOf } from '../../src/architecture/operations/operations.ts';
import { WeightList } from '../../src/architecture/weight-list.ts';
import { sizeOf } from '../../src/architecture/weight.ts';

/** Weights and, if there are any, biases of a linear layer. */
export function linear(inputs: number, outputs: number, bias = true): number {
  return inputs * outputs + (bias ? outputs : 0);
}

/** The parameters of an operation as the notes on the benchmarks give them, not as it is listed. */
export function operationParameters(block: Block): number {
  const { hiddenSize: h, operation, numAttentionHeads: n, bias } = block;
  switch (operation.kind) {
    case 'self-attention': {
      const a = operation.headSize === null ? h : operation.headSize * n;
      const own = operation.similarity === 'weighted-multiplicative' ? a * a : 0;
      return operation.relativePositions
        ? own + 5 * a * h + 2 * a
        : own + 3 * linear(h, a, bias) + linear(a, h, bias);
    }
    case 'linear-transform':
      return linear(h, h, bias);
    case 'separable-convolution': {
      const { kernelSize: k } = operation;
      const heads = n < 2 ? 1 : (n - (n % 2)) / 2;
      const a = heads * (h / n);
      const separable = h * k + h * a + a;
      const generator = linear(a, heads * k, bias);
      return 4 * linear(h, a, bias) + separable + generator + linear(h, h, bias);
    }
    default:
      // Its own test has the formula.
      return listedParameters(block);
  }
}

function listedParameters(block: Block): number {
  const { operation } = block;
  const context = { scheme: 'normal', initializerRange: 1, residualAdditions: 1 } as const;
  const list = new WeightList('attention', 0, context);
  formOf(operation).list(block, operation, '', WEIGHT_NAMES.bert, list);
  return sum(list.weights.map(sizeOf));
}

/** The parameters of the feed-forward layers of a block. */
export function feedForwardParameters({
  hiddenSize: h,
  feedForwardWidths: widths,
  bias,
}: Block): number {
  const sizes = [h, ...widths, h];
  let sum = 0;
  for (let index = 1; index < sizes.length; index++) {
    sum += linear(sizes[index - 1]!, sizes[index]!, bias);
  }
  return sum;
}

/** The parameters of an embedding with its norm and its projection. */
export function embeddingParameters({ embedding, blocks }: Architecture): number {
  const { vocabSize, embeddingSize, maxPositionEmbeddings, typeVocabSize, clusters } = embedding;
  const h = blocks[0].hiddenSize;
  const e = clusters === null ? embeddingSize : h;
  const words =
    clusters === null
      ? vocabSize * e
      : sum(clusters.map((own) => own.width * (own.tokens + (own.projected ? h : 0))));
  const norm = embedding.norm ? 2 * e : 0;
  return words + (maxPositionEmbeddings + typeVocabSize) * e + norm + (e === h ? 0 : linear(e, h));
}

/** The parameters of the norms of the two sub-modules of a block: none after a linear transform, or what has none by the table. */
export function normParameters({ hiddenSize: h, operation }: Block): [number, number] {
  const unnormed = operation.kind === 'linear-transform' || !formOf(operation).normed;
  return [unnormed ? 0 : 2 * h, 2 * h];
}

/** The parameters of an adaptive softmax; 0 of any other head. */
export function headParameters({ head, blocks }: Architecture): number {
  if (head?.kind !== 'adaptive-softmax') return 0;
  const h = blocks.at(-1)!.hiddenSize;
  return (
    head.clusters * head.clusterWidth +
    head.clusters +
    sum(head.matrices.map(({ tokens, width }) => tokens + (head.tied ? 0 : tokens * width))) +
    sum(head.projections.map(({ width }) => width * h))
  );
}

/** The sum of some numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
