import type { Block } from '../architecture/architecture.ts';
import { feedForwardMatrices } from '../architecture/feed-forward.ts';
import { crossAttentionOf, crossMatrices } from '../architecture/operations/cross-attention.ts';
import { formOf } from '../architecture/operations/operations.ts';
import type { ShapeMatrix } from '../architecture/operations/shape-matrix.ts';

/**
 * The weight matrices of a block in the shapes that they have: query, key and value by heads,
 * everything else whole, attention over an encoder's output and a convolution after the block
 * included.
 */
export function blockMatrices(block: Block): ShapeMatrix[] {
  const { operation, convolution, hiddenSize: h } = block;
  const cross = crossAttentionOf(block);
  const matrices = [
    ...formOf(operation).matrices(block, operation),
    ...(cross === null ? [] : crossMatrices(block, cross)),
    ...feedForwardMatrices(block),
  ];
  if (convolution === null) return matrices;
  const { kernelSize, groups } = convolution;
  const shape = [h, h / groups, kernelSize];
  const cols = (h / groups) * kernelSize;
  return [...matrices, { rows: h, cols, count: 1, weight: { shape, writesResidual: false } }];
}
