import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { ForeignInput } from '../architecture/embedding.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { attentionWidth, positionWays } from '../architecture/operations/attention-sizes.ts';
import { sizeOf } from '../architecture/weight.ts';
import type { RunSettings } from './network-scorer.ts';

/** Bytes between which the memory of a network is, whatever proxies are asked for. */
export interface MemoryBounds {
  readonly low: number;
  readonly high: number;
}

const FLOAT_BYTES = 4;

/** How often as much as the weights, the outputs of all layers and the attention maps is kept. */
const WEIGHT_COPIES = 6;
const OUTPUT_COPIES = 30;
const MAP_COPIES = 20;

/** The part that grows with none of them. */
const MARGIN = 40e6;

/**
 * Bounds of the memory of the graph of an architecture, in a fraction of the time of building it: the
 * lower one counts the weights and the largest attention map, the upper one generously what second
 * derivatives keep. The upper bound of most architectures is below any limit, and the lower bound of
 * those that are far too large to be built is above it.
 */
export function memoryBounds(
  architecture: Architecture,
  { batch, sequenceLength: asked, initialization }: RunSettings,
): MemoryBounds {
  const { embedding, blocks, naming } = architecture;
  const sequenceLength = lengthOfSequence(embedding, asked);
  const tokens = batch * sequenceLength;
  const { tokenEmbedding, head, headProjection, pooler } = WEIGHT_NAMES[naming];
  // Of the embedding the batch has rows, and no pass computes what the head or the pooler gives.
  const others = [tokenEmbedding, head, headProjection, pooler].map((name) => `${name}.`);
  let weights = tokens * embedding.embeddingSize;
  for (const weight of inventory(architecture, initialization)) {
    if (!others.some((name) => weight.path.startsWith(name))) weights += sizeOf(weight);
  }
  let outputs = embedding.input === null ? 0 : batch * pixelsOf(embedding.input);
  let maps = 0;
  let largest = 0;
  for (const block of blocks) {
    const { numAttentionHeads, operation, crossAttention } = block;
    outputs += tokens * (block.hiddenSize + feedForwardOutputs(block));
    if (operation.kind === 'self-attention') {
      outputs += tokens * Math.max(0, attentionWidth(block, operation) - block.hiddenSize);
    }
    const all = batch * numAttentionHeads * sequenceLength ** 2;
    maps += all;
    if (crossAttention) {
      outputs += tokens * block.hiddenSize;
      maps += all;
    }
    if (operation.kind === 'self-attention') {
      const distances = embedding.distances?.count ?? 0;
      maps += positionWays(operation) * tokens * numAttentionHeads * distances;
      if (operation.relativePositions) maps += all;
    }
    largest = Math.max(largest, operation.kind === 'self-attention' ? all : sequenceLength ** 2);
  }
  const logits = tokens * Math.min(tokens, embedding.vocabSize);
  return {
    low: FLOAT_BYTES * (weights - tokens * embedding.embeddingSize + largest),
    high:
      MARGIN +
      FLOAT_BYTES *
        (WEIGHT_COPIES * weights + OUTPUT_COPIES * outputs + MAP_COPIES * (maps + logits)),
  };
}

function pixelsOf(input: ForeignInput): number {
  return input.kind === 'patches' ? input.channels * input.imageSize ** 2 : 0;
}

/** The numbers that the feed-forward layers of a block give for a token: every expert computes all. */
function feedForwardOutputs({ hiddenSize, feedForwardWidths, gated, experts }: Block): number {
  const [first = 0] = feedForwardWidths;
  const own = feedForwardWidths.reduce((sum, width) => sum + width, gated ? first : 0);
  if (experts === null) return own;
  const shared = (gated ? 2 : 1) * (experts.sharedWidth ?? 0);
  return experts.count * (own + hiddenSize) + shared;
}
