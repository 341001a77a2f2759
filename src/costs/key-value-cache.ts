import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import {
  attentionWidth,
  keyValueWidth,
  valueWidth,
} from '../architecture/operations/attention-sizes.ts';

/**
 * How many numbers a decoder keeps of the positions of one sequence, so that later ones need not
 * compute them again: of every causal attention the keys and values of at most its window, and of
 * every attention over an encoder's output those of all its tokens. Latent attention keeps the vector
 * that both are made of, and the rotated part of the key (DeepSeek-AI 2024, section 2.1.3). Blocks
 * that share weights keep their own.
 *
 * @param context tokens of the sequence
 * @param encoded tokens of the encoder's sequence
 */
export function cachedNumbers({ blocks }: Architecture, context: number, encoded: number): number {
  let sum = 0;
  for (const block of blocks) {
    const { operation, causal } = block;
    if (operation.kind !== 'self-attention') continue;
    const width = cachedWidth(block, operation);
    if (causal) sum += width * Math.min(context, operation.window ?? context);
    if (block.crossAttention) sum += crossWidth(block, operation) * encoded;
  }
  return sum;
}

/** Numbers that one attention keeps of each position. */
function cachedWidth(block: Block, operation: SelfAttention): number {
  const { latent } = operation;
  return latent === null
    ? keyValueWidth(block, operation) + valueWidth(block, operation)
    : latent.keyValueRank + latent.rotarySize;
}

/**
 * Numbers that attention over an encoder keeps of each of its tokens: as many as the block's own, or,
 * where it reads vectors of another width, a key and a value of all heads for each layer that it reads.
 */
function crossWidth(block: Block, operation: SelfAttention): number {
  const { crossSource } = block;
  return crossSource === null
    ? cachedWidth(block, operation)
    : 2 * attentionWidth(block, operation) * crossSource.layers;
}

/** Whether a model has an attention that keeps keys and values. */
export function hasCache({ blocks }: Architecture): boolean {
  return blocks.some(({ causal, operation }) => causal && operation.kind === 'self-attention');
}
