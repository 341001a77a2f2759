import type { Block } from '../block.ts';
import type { SelfAttention } from '../operation.ts';
import type { WeightNames } from '../weight-names.ts';
import type { WeightSink } from '../weight-sink.ts';
import { attentionWidth } from './attention-sizes.ts';
import type { PassSizes } from './operation-form.ts';
import { selfAttention } from './self-attention.ts';
import { headMatrices, wholeMatrix, type ShapeMatrix } from './shape-matrix.ts';

/** The operation of a block's attention over an encoder; null where it has none. */
export function crossAttentionOf({ crossAttention, operation }: Block): SelfAttention | null {
  if (!crossAttention || operation.kind !== 'self-attention') return null;
  // Distances between positions of two sequences mean nothing.
  return operation.distanceBiases === 0 ? operation : { ...operation, distanceBiases: 0 };
}

/**
 * Lists the weights of attention over an encoder: those of the block's own, or, where it reads vectors
 * of another width w, query h -> a, key and value w -> a, and the output a -> h.
 */
export function listCrossAttention(
  block: Block,
  operation: SelfAttention,
  path: string,
  names: WeightNames,
  list: WeightSink,
): void {
  const { hiddenSize: h, crossSource } = block;
  if (crossSource === null) {
    selfAttention.list(block, operation, path, names, list);
    return;
  }
  const a = attentionWidth(block, operation);
  const { queryKeyValueBias: bias, keyBias, outputBias } = operation;
  list.linear(`${path}.${names.query}`, h, a, { bias });
  list.linear(`${path}.${names.key}`, crossSource.width, a, { bias: keyBias });
  list.linear(`${path}.${names.value}`, crossSource.width, a, { bias });
  list.linear(`${path}.${names.output}`, a, h, { writesResidual: true, bias: outputBias });
}

/** Its weight matrices: query, key and value by heads, the output whole. */
export function crossMatrices(block: Block, operation: SelfAttention): ShapeMatrix[] {
  const { hiddenSize: h, crossSource } = block;
  if (crossSource === null) return selfAttention.matrices(block, operation);
  const { width, numAttentionHeads: heads } = crossSource;
  const a = attentionWidth(block, operation);
  return [
    headMatrices(a / heads, h, heads, a),
    headMatrices(a / heads, width, 2 * heads, a),
    wholeMatrix(h, a, true),
  ];
}

/**
 * Its multiply-adds per token, of an encoder's sequence of as many: keys and values of each layer that
 * it reads, and its products with them.
 */
export function crossMultiplyAdds(
  block: Block,
  operation: SelfAttention,
  pass: Omit<PassSizes, 'batch'>,
): number {
  const { hiddenSize: h, crossSource } = block;
  if (crossSource === null) return selfAttention.multiplyAdds(block, operation, pass);
  const { width, layers } = crossSource;
  const a = attentionWidth(block, operation);
  return 2 * h * a + layers * (2 * width * a + 2 * pass.length * a);
}

/** The matrices that the authors of the Neural Spectral Capacity would count for it. */
export function crossPaperMatrices(block: Block, operation: SelfAttention): ShapeMatrix[] {
  const { hiddenSize: h, crossSource } = block;
  if (crossSource === null) return selfAttention.paperMatrices(block, operation);
  const a = attentionWidth(block, operation);
  return [wholeMatrix(a, h), wholeMatrix(2 * a, crossSource.width), wholeMatrix(h, a)];
}

/**
 * The most numbers alive in one of its steps, or of the block's own attention, besides the input of the
 * block: what it reads stays alive in both.
 *
 * @param copy numbers of the input after a norm of its own
 * @param mixing the most numbers of the block's own attention
 */
export function crossPeak(
  block: Block,
  operation: SelfAttention,
  { batch, length }: PassSizes,
  copy: number,
  mixing: number,
): number {
  const { hiddenSize: h, crossSource } = block;
  const tokens = batch * length;
  if (crossSource === null) return mixing + tokens * h;
  const { width, layers, numAttentionHeads } = crossSource;
  const a = attentionWidth(block, operation);
  const read = tokens * layers * width;
  const products = batch * numAttentionHeads * layers * length ** 2;
  const values = tokens * layers * a;
  const queries = tokens * a;
  return (
    read +
    Math.max(
      mixing,
      copy + queries + 2 * values,
      queries + 2 * values + products,
      products + values + queries,
      tokens * (a + h),
    )
  );
}
