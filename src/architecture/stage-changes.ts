import type { Block } from './block.ts';
import type { Embedding } from './embedding.ts';
import type { WeightSink } from './weight-sink.ts';

/** Whether something with weights leads from a block to the one after it, in its own stack. */
export function isJoined(block: Block, next: Block): boolean {
  return (
    next.stack === block.stack && (block.pooling !== null || next.hiddenSize !== block.hiddenSize)
  );
}

/**
 * Lists what leads from a block to one of another width or of fewer positions: a projection with bias
 * and, where patches are pooled, a convolution over each channel alone, which they take in its place.
 */
export function listJoint(block: Block, next: Block, path: string, list: WeightSink): void {
  const { pooling } = block;
  if (pooling !== null) {
    const { kernelSize: k } = pooling;
    list.matrix(`${path}.pooling.weight`, [next.hiddenSize, 1, k, k]);
    list.bias(`${path}.pooling.bias`, next.hiddenSize);
  }
  list.linear(`${path}.projection`, block.hiddenSize, next.hiddenSize);
}

/** Multiply-adds of the same per token before it, of a sequence of that length. */
export function jointMultiplyAdds(
  block: Block,
  next: Block,
  embedding: Embedding,
  length: number,
): number {
  const { pooling } = block;
  const projection = block.hiddenSize * next.hiddenSize;
  if (pooling === null) return projection;
  const extra = extraTokensOf(embedding);
  const pooled = pooledLength(block, embedding, length) - extra;
  const convolved = pooled * next.hiddenSize * pooling.kernelSize ** 2;
  return (Math.min(extra, length) * projection + convolved) / length;
}

/**
 * The length of a sequence after a block: of patches in a square that are pooled with a stride s, each
 * side becomes a s-th, rounded up.
 */
export function pooledLength({ pooling }: Block, embedding: Embedding, length: number): number {
  if (pooling === null) return length;
  const extra = Math.min(extraTokensOf(embedding), length);
  return Math.ceil(Math.sqrt(length - extra) / pooling.stride) ** 2 + extra;
}

/** The learned vectors before the patches of an image; 0 where there is none. */
function extraTokensOf({ input }: Embedding): number {
  return input?.kind === 'patches' ? input.extraTokens : 0;
}
