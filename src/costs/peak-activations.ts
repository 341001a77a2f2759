import type {
  Architecture,
  Block,
  Embedding,
  SelfAttention,
  SeparableConvolution,
} from '../architecture/architecture.ts';
import { isProjected } from '../architecture/embedding.ts';
import { attentionWidth, keyValueWidth } from '../architecture/operations/self-attention.ts';
import type { CostSettings } from './cost.ts';

/** Sizes that all steps of a block share. */
interface Pass {
  readonly batch: number;
  /** Tokens of a sequence. */
  readonly length: number;
  /** Vectors of the table of distances that positions are keys or queries of. */
  readonly distances: number;
}

/**
 * How many numbers live at the peak of a forward pass, weights aside: the largest sum, over its
 * steps, of the sizes of the values that one step reads or writes or a later one still reads. Norms,
 * activations, softmax, masks and residual sums write over what they read. Blocks come one after
 * another, so the peak is that of the largest block, or of the embedding.
 *
 * With N tokens in all, in sequences of n, h the hidden size, a the width of all heads together, c
 * that of all keys (a, unless heads share them), H heads in all sequences of the batch, k the kernel:
 *
 * | step | numbers besides the block's input, N h, that the residual sum takes |
 * |---|---|
 * | input behind a norm of its own | `+ N h` in what reads it |
 * | query, key, value | `N (a + 2 c)` |
 * | their products | `N (a + 2 c) + H n^2` |
 * | weighted multiplicative, `Q W` | `N (2 a + 2 c)` |
 * | relative positions | `+ n a + H n^2` in the products |
 * | positions of m distances as keys, as queries | `+ m a + H n m + H n^2` in the products, each |
 * | sum of the values | `H n^2 + N (c + a)` |
 * | output | `N (a + h)` |
 * | attention over an encoder's output | as self-attention, and that output, `N h` |
 * | linear transform, its input and output | `2 N h` |
 * | separable convolution, over its windows | `5 N a + N n' k + N a k`, or its attention's |
 * | feed-forward layer u -> v | `N (u + v)`, without u where that is the block's input |
 * | gated | `N (u + 2 v)` in the first |
 * | mixture of experts | the largest expert on its share of the tokens, the sum `N h`, the routes |
 * | convolution behind a block | `2 N h` |
 *
 * A head that predicts words is left out, as `flops` leaves it out.
 *
 * @param settings whole numbers from 1
 */
export function peakActivations(
  { embedding, blocks }: Architecture,
  { batch, sequenceLength }: CostSettings,
): number {
  const pass = { batch, length: sequenceLength, distances: embedding.distances?.count ?? 0 };
  const tokens = batch * sequenceLength;
  let peak = tokens * ofEmbedding(embedding, blocks[0].hiddenSize);
  let previous: number | undefined;
  for (const block of blocks) {
    const { hiddenSize } = block;
    if (previous !== undefined && previous !== hiddenSize) {
      peak = Math.max(peak, tokens * (previous + hiddenSize));
    }
    previous = hiddenSize;
    peak = Math.max(peak, tokens * hiddenSize + ofBlock(block, pass));
  }
  return peak;
}

/** Numbers per token: what is looked up, and what a projection makes of it. */
function ofEmbedding(embedding: Embedding, hiddenSize: number): number {
  const { embeddingSize, clusters } = embedding;
  if (clusters !== null) {
    const widths = clusters.map(({ width, projected }) => (projected ? width : 0));
    return hiddenSize + Math.max(0, ...widths);
  }
  return isProjected(embedding, hiddenSize) ? embeddingSize + hiddenSize : hiddenSize;
}

/** The most numbers besides the block's input. */
function ofBlock(block: Block, pass: Pass): number {
  const { operation, hiddenSize, crossAttention, convolution } = block;
  const tokens = pass.batch * pass.length;
  const stream = tokens * hiddenSize;
  const copy = block.norm === 'pre' ? stream : 0;
  // A block whose feed-forward layers read what attention reads holds the sum of attention as well.
  const held = block.parallel === null ? 0 : stream;
  const steps = [held + ofFeedForward(block, tokens, copy)];
  switch (operation.kind) {
    case 'self-attention': {
      const attention = ofAttention(block, operation, pass, copy);
      steps.push(attention);
      if (crossAttention) steps.push(stream + attention);
      break;
    }
    case 'linear-transform':
      steps.push(2 * stream);
      break;
    case 'separable-convolution':
      steps.push(ofConvolution(block, operation, pass));
      break;
  }
  if (convolution !== null) steps.push(2 * stream);
  return Math.max(...steps);
}

function ofAttention(block: Block, operation: SelfAttention, pass: Pass, copy: number): number {
  const { batch, length, distances } = pass;
  const tokens = batch * length;
  const a = attentionWidth(block, operation);
  const c = keyValueWidth(block, operation);
  const products = batch * block.numAttentionHeads * length * length;
  const read = tokens * (a + 2 * c);
  const positions = operation.relativePositions ? length * a + products : 0;
  const ways = [operation.positionKeys, operation.positionQueries];
  const met = ways.filter((way) => way !== null).length;
  const ofDistances =
    distances * a + batch * block.numAttentionHeads * length * distances + products;
  const queries = operation.similarity === 'weighted-multiplicative' ? tokens * a : 0;
  return Math.max(
    copy + read,
    read + queries,
    read + products + positions + met * ofDistances,
    products + tokens * (c + a),
    tokens * (a + block.hiddenSize),
  );
}

function ofConvolution(
  { hiddenSize: h, numAttentionHeads }: Block,
  { kernelSize: k }: SeparableConvolution,
  { batch, length }: Pass,
): number {
  const tokens = batch * length;
  const heads = Math.max(Math.floor(numAttentionHeads / 2), 1);
  const a = heads * Math.floor(h / numAttentionHeads);
  return Math.max(
    // Query, key and value, and the two halves of the separable convolution.
    tokens * (4 * a + h),
    // With the kernels, the convolved values and their windows.
    tokens * (5 * a + heads * k + a * k),
    // The attention of the other half, with what the convolution left.
    tokens * 4 * a + batch * heads * length * length,
    tokens * (2 * a + h),
  );
}

function ofFeedForward(block: Block, tokens: number, copy: number): number {
  const { hiddenSize, feedForwardWidths, gated, experts } = block;
  /** Of one network over some of the tokens, besides the input that it reads. */
  const ofNetwork = (widths: readonly number[], own: number): number => {
    const [first = 0] = widths;
    let peak = own * first * (gated ? 2 : 1);
    for (const [index, width] of widths.entries()) {
      peak = Math.max(peak, own * (width + (widths[index + 1] ?? hiddenSize)));
    }
    return peak;
  };
  if (experts === null) {
    const [first = 0] = feedForwardWidths;
    // Behind the first layer the copy is read no more.
    return Math.max(copy + tokens * first * (gated ? 2 : 1), ofNetwork(feedForwardWidths, tokens));
  }
  const { count, routed, sharedWidth } = experts;
  const share = Math.ceil((tokens * routed) / count);
  const largest = Math.max(
    share * hiddenSize + ofNetwork(feedForwardWidths, share),
    sharedWidth === null ? 0 : ofNetwork([sharedWidth], tokens),
  );
  return copy + tokens * (hiddenSize + count) + largest;
}
