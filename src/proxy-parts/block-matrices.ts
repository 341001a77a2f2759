import type { Block } from '../architecture/block.ts';
import { feedForwardMatrices } from '../architecture/feed-forward-sizes.ts';
import { bottleneckMatrices, innerBlock } from '../architecture/inner-block.ts';
import { crossAttentionOf, crossMatrices } from '../architecture/operations/cross-attention.ts';
import { formOf } from '../architecture/operations/operations.ts';
import type { ShapeMatrix } from '../architecture/operations/shape-matrix.ts';

/**
 * The weight matrices of a block in the shapes that they have: query, key and value by heads,
 * everything else whole, attention over an encoder's output and a convolution after the block
 * included.
 */
export function blockMatrices(block: Block): ShapeMatrix[] {
  const inner = innerBlock(block);
  const { convolution, hiddenSize: h } = block;
  const cross = crossAttentionOf(block);
  const matrices = [
    ...formOf(inner.operation).matrices(inner, inner.operation),
    ...(cross === null ? [] : crossMatrices(block, cross)),
    ...bottleneckMatrices(block),
    ...repeatedMatrices(feedForwardMatrices(inner), block),
  ];
  if (convolution === null) return matrices;
  const { kernelSize, groups } = convolution;
  const shape = [h, h / groups, kernelSize];
  const cols = (h / groups) * kernelSize;
  return [...matrices, { rows: h, cols, count: 1, weight: { shape, writesResidual: false } }];
}

/** The matrices of all feed-forward networks of a block, by those of one. */
export function repeatedMatrices(
  matrices: readonly ShapeMatrix[],
  { feedForwardRepeats }: Block,
): readonly ShapeMatrix[] {
  return feedForwardRepeats === 1
    ? matrices
    : matrices.map((own) => ({ ...own, count: own.count * feedForwardRepeats }));
}
