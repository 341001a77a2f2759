import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { embeddingPeak } from '../architecture/embedding-weights.ts';
import { feedForwardPeak } from '../architecture/feed-forward-sizes.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { innerBlock } from '../architecture/inner-block.ts';
import type { PassSizes } from '../architecture/operations/operation-form.ts';
import { crossAttentionOf, crossPeak } from '../architecture/operations/cross-attention.ts';
import { formOf } from '../architecture/operations/operations.ts';
import { isJoined, pooledLength } from '../architecture/stage-changes.ts';
import type { CostSettings } from './cost.ts';

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
 * | input after a norm of its own | `+ N h` in what reads it |
 * | query, key, value | `N (a + 2 c)` |
 * | their products | `N (a + 2 c) + H n^2` |
 * | weighted multiplicative, `Q W` | `N (2 a + 2 c)` |
 * | relative positions | `+ n a + H n^2` in the products |
 * | a window of w positions, values of their own size | w for one n, their width for that of keys |
 * | latent attention, rank r, rotated R | `N (a + r + R)` and what is expanded from it; then as above, c = a |
 * | positions of m distances as keys, as queries | `+ m a + H n m + H n^2` in the products, each |
 * | sum of the values | `H n^2 + N (c + a)` |
 * | output | `N (a + h)` |
 * | attention over an encoder's output | as self-attention, and that output, `N h` |
 * | the same over l layers of width w, heads H' | `N (w l + a + 2 l a) + H' l n^2` |
 * | linear transform, its input and output | `2 N h` |
 * | separable convolution, over its windows | `5 N a + N n' k + N a k`, or its attention's |
 * | feed-forward layer u -> v | `N (u + v)`, without u where that is the block's input |
 * | gated | `N (u + 2 v)` in the first |
 * | mixture of experts | the largest expert on its share of the tokens, the sum `N h`, the routes |
 * | convolution after a block | `2 N h` |
 * | patches of an image, or convolutions over a spectrogram | what they read and write |
 *
 * With a context of m tokens, causal attention has `H n m` products, and a pass no more tokens than
 * that. The tokens of a model that reads images are those of its image. A head that predicts tokens is left out,
 * as `flops` leaves it out, and so are the r numbers of a token inside a low-rank adapter.
 *
 * @param settings whole numbers from 1
 */
export function peakActivations(
  { embedding, blocks }: Architecture,
  { batch, sequenceLength: asked, context: kept }: CostSettings,
): number {
  const sequenceLength = lengthOfSequence(embedding, asked);
  const context = kept ?? sequenceLength;
  const isDecoder = blocks[0].causal;
  let length = isDecoder ? Math.min(sequenceLength, context) : sequenceLength;
  let peak = batch * length * embeddingPeak(embedding, blocks[0].hiddenSize);
  for (const [index, block] of blocks.entries()) {
    const { hiddenSize } = block;
    const tokens = batch * length;
    const pass = { batch, length, context, distances: embedding.distances?.count ?? 0 };
    peak = Math.max(peak, tokens * hiddenSize + ofBlock(block, pass));
    const next = blocks[index + 1];
    length = pooledLength(block, embedding, length);
    if (next !== undefined && isJoined(block, next)) {
      peak = Math.max(peak, tokens * hiddenSize + batch * length * next.hiddenSize);
    }
  }
  return peak;
}

/** The most numbers besides the block's input; a bottleneck holds that input as well. */
function ofBlock(outer: Block, pass: PassSizes): number {
  const block = innerBlock(outer);
  const around = outer.bottleneck === null ? 0 : pass.batch * pass.length * outer.hiddenSize;
  return around + ofInnerBlock(block, pass);
}

function ofInnerBlock(block: Block, pass: PassSizes): number {
  const { operation, hiddenSize, convolution } = block;
  const tokens = pass.batch * pass.length;
  const stream = tokens * hiddenSize;
  const copy = block.norm === 'pre' || block.norm === 'sandwich' ? stream : 0;
  // A block whose feed-forward layers read what attention reads holds the sum of attention as well.
  const held = block.parallel === null ? 0 : stream;
  const mixing = formOf(operation).peakActivations(block, operation, pass, copy);
  const cross = crossAttentionOf(block);
  return Math.max(
    held + feedForwardPeak(block, tokens, copy),
    cross === null ? mixing : crossPeak(block, cross, pass, copy, mixing),
    convolution === null ? 0 : 2 * stream,
  );
}
