import type {
  Architecture,
  Block,
  Embedding,
  SelfAttention,
} from '../architecture/architecture.ts';
import { isProjected } from '../architecture/embedding.ts';
import { headSizeOf, keyValueWidth } from '../architecture/operations/self-attention.ts';
import type { DirectProxy } from './proxy.ts';
import { always, scoreEach } from './score-each.ts';

/**
 * Multiply-adds of a forward pass, per token of a sequence of n tokens, in matrix products,
 * convolutions and transforms. Looking a token up costs nothing; biases, norms, activations,
 * softmax and residual sums do not count, nor does the head that predicts words. A causal mask
 * saves nothing: the whole product is computed and then masked.
 *
 * With h the hidden size, a the width of all heads together, k the kernel and n' the heads of a
 * convolution:
 *
 * | part | multiply-adds per token |
 * |---|---|
 * | query, key, value, output | `4 h a` |
 * | attention, `Q K^T` and its product with V | `2 n a` |
 * | weighted multiplicative, `Q W` | `+ a^2` |
 * | relative positions, their projection and product with Q | `+ h a + n a` |
 * | linear transform | `h^2 + 2 h log2(n h)` |
 * | separable convolution | `5 h a + 2 n a + h k + a n' k + a k + h^2` |
 * | keys and values that heads share, of width c | `2 h c` in place of as much of `4 h a` |
 * | positions of m distances as keys, as queries | `+ m a + m h a / n` each |
 * | attention over an encoder's output | as self-attention |
 * | convolution of kernel k in g groups | `h^2 k / g` |
 * | feed-forward | the sum over its matrices of their entries |
 * | mixture of experts | the router, and those of the experts that a token is routed to |
 * | projection of the embedding, or between blocks | its entries |
 *
 * Blocks that share weights count each time, and each of two stacks as if all tokens were its own.
 *
 * The linear transform is over sequence and hidden size, as in FNet (Lee-Thorp et al. 2021), by
 * fast transforms of `2 N log2 N` real multiply-adds (a radix-2 butterfly has four, and there are
 * `N / 2 log2 N`), the cosine transform by one of the same length.
 */
export const flops: DirectProxy = {
  name: 'flops',
  description: 'multiply-adds per token',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: (architectures, { sequenceLength }, onProgress) => {
    if (!(Number.isSafeInteger(sequenceLength) && sequenceLength >= 1)) {
      throw new RangeError(`a sequence has a whole number of tokens, got ${sequenceLength}`);
    }
    return scoreEach(
      architectures,
      always((architecture) => multiplyAdds(architecture, sequenceLength)),
      onProgress,
    );
  },
};

/**
 * Multiply-adds per token of a sequence of that length: see {@link flops}.
 */
export function multiplyAdds({ embedding, blocks }: Architecture, length: number): number {
  let sum = ofEmbedding(embedding, blocks[0].hiddenSize);
  let previous: number | undefined;
  for (const block of blocks) {
    const { hiddenSize } = block;
    if (previous !== undefined && previous !== hiddenSize) sum += previous * hiddenSize;
    previous = hiddenSize;
    const distances = embedding.distances?.count ?? 0;
    sum += ofOperation(block, length, distances) + ofFeedForward(block);
  }
  return sum;
}

/** A word of an adaptive embedding is taken to be of the first cluster, as most words of a text are. */
function ofEmbedding(embedding: Embedding, hiddenSize: number): number {
  const { embeddingSize, clusters } = embedding;
  const [first] = clusters ?? [];
  const own = first?.projected === true ? first.width * hiddenSize : 0;
  const size = clusters === null ? embeddingSize : hiddenSize;
  return own + (isProjected(embedding, hiddenSize) ? size * hiddenSize : 0);
}

function ofOperation(block: Block, n: number, distances: number): number {
  const { operation, hiddenSize: h, numAttentionHeads, crossAttention, convolution } = block;
  const { kernelSize, groups } = convolution ?? { kernelSize: 0, groups: 1 };
  const between = (h * h * kernelSize) / groups;
  switch (operation.kind) {
    case 'self-attention': {
      const attention = ofAttention(block, operation, n, distances);
      return between + (crossAttention ? 2 : 1) * attention;
    }
    case 'linear-transform':
      return between + h * h + 2 * h * Math.log2(n * h);
    case 'separable-convolution': {
      const k = operation.kernelSize;
      const heads = Math.max(Math.floor(numAttentionHeads / 2), 1);
      const a = heads * Math.floor(h / numAttentionHeads);
      return between + 5 * h * a + 2 * n * a + h * k + a * heads * k + a * k + h * h;
    }
  }
}

function ofAttention(block: Block, operation: SelfAttention, n: number, distances: number): number {
  const { hiddenSize: h } = block;
  const a = block.numAttentionHeads * headSizeOf(block, operation);
  const c = operation.numKeyValueHeads === null ? a : keyValueWidth(block, operation);
  const similarity = operation.similarity === 'weighted-multiplicative' ? a * a : 0;
  const positions = operation.relativePositions ? h * a + n * a : 0;
  const ways = [operation.positionKeys, operation.positionQueries];
  const met = ways.filter((way) => way !== null).length;
  const ofDistances = met * (distances * a + (distances * h * a) / n);
  return 2 * h * (a + c) + 2 * n * a + similarity + positions + ofDistances;
}

function ofFeedForward({ hiddenSize, feedForwardWidths, gated, experts }: Block): number {
  const ofNetwork = (widths: readonly number[]): number => {
    let sum = gated ? hiddenSize * (widths[0] ?? 0) : 0;
    let inputs = hiddenSize;
    for (const width of widths) {
      sum += inputs * width;
      inputs = width;
    }
    return sum + inputs * hiddenSize;
  };
  const own = ofNetwork(feedForwardWidths);
  if (experts === null) return own;
  const { count, routed, sharedWidth } = experts;
  const shared = sharedWidth === null ? 0 : ofNetwork([sharedWidth]) + hiddenSize;
  return hiddenSize * count + routed * own + shared;
}
