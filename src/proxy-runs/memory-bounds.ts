import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
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
  { batch, sequenceLength, initialization }: RunSettings,
): MemoryBounds {
  const { embedding, blocks, naming } = architecture;
  const tokens = batch * sequenceLength;
  const { tokenEmbedding } = WEIGHT_NAMES[naming];
  let weights = tokens * embedding.embeddingSize;
  for (const weight of inventory(architecture, initialization)) {
    if (!weight.path.startsWith(tokenEmbedding)) weights += sizeOf(weight);
  }
  let outputs = 0;
  let maps = 0;
  let largest = 0;
  for (const { hiddenSize, feedForwardWidths, numAttentionHeads, operation } of blocks) {
    const widths = feedForwardWidths.reduce((sum, width) => sum + width, hiddenSize);
    outputs += tokens * widths;
    const all = batch * numAttentionHeads * sequenceLength ** 2;
    maps += all;
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
