import type { Block } from './block.ts';
import { wholeMatrix, type ShapeMatrix } from './operations/shape-matrix.ts';

/** The block that a bottleneck leaves inside; the block itself where it has none. */
export function innerBlock(block: Block): Block {
  const { bottleneck, operation, hiddenSize } = block;
  if (bottleneck === null) return block;
  return {
    ...block,
    hiddenSize: bottleneck.size,
    bottleneck: null,
    operation:
      bottleneck.ownQueries && operation.kind === 'self-attention'
        ? { ...operation, valueInput: hiddenSize }
        : operation,
  };
}

/** The matrices that lead into a bottleneck, h -> b, and out of it, b -> h. */
export function bottleneckMatrices({ bottleneck, hiddenSize: h }: Block): ShapeMatrix[] {
  if (bottleneck === null) return [];
  const { size, ownQueries } = bottleneck;
  return [{ ...wholeMatrix(size, h), count: ownQueries ? 2 : 1 }, wholeMatrix(h, size, true)];
}
