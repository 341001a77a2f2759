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
  return [...mixingMatrices(block), ...otherMatrices(block)];
}

/**
 * The same with each head of a block's self-attention as matrices of its own: those of query, key and value are
 * initialized by the sizes of a head, and the output is one h x head size for each.
 */
export function matricesByHead(block: Block): ShapeMatrix[] {
  const { operation, numAttentionHeads: heads } = block;
  const mixing = mixingMatrices(block);
  if (operation.kind !== 'self-attention') return [...mixing, ...otherMatrices(block)];
  const own = mixing.map(({ rows, cols, count, weight: { writesResidual } }): ShapeMatrix => {
    const width = writesResidual ? cols / heads : cols;
    const weight = { shape: [rows, width], writesResidual };
    return { rows, cols: width, count: writesResidual ? heads * count : count, weight };
  });
  return [...own, ...otherMatrices(block)];
}

/** Those of the operation. */
function mixingMatrices(block: Block): ShapeMatrix[] {
  const inner = innerBlock(block);
  return formOf(inner.operation).matrices(inner, inner.operation);
}

/** All others. */
function otherMatrices(block: Block): ShapeMatrix[] {
  const inner = innerBlock(block);
  const { convolution, hiddenSize: h } = block;
  const cross = crossAttentionOf(block);
  const matrices = [
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
