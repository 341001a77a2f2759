import type { Architecture, Block, Embedding } from '../architecture/architecture.ts';
import type { Proxy } from './proxy.ts';
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
 * | feed-forward | the sum over its matrices of their entries |
 * | projection of the embedding, or between blocks | its entries |
 *
 * The linear transform is over sequence and hidden size, as in FNet (Lee-Thorp et al. 2021), by
 * fast transforms of `2 N log2 N` real multiply-adds (a radix-2 butterfly has four, and there are
 * `N / 2 log2 N`), the cosine transform by one of the same length.
 */
export const flops: Proxy = {
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
  let sum = ofEmbedding(embedding, blocks[0]?.hiddenSize ?? embedding.embeddingSize);
  let previous: number | undefined;
  for (const block of blocks) {
    const { hiddenSize } = block;
    if (previous !== undefined && previous !== hiddenSize) sum += previous * hiddenSize;
    previous = hiddenSize;
    sum += ofOperation(block, length) + ofFeedForward(block);
  }
  return sum;
}

/** A word of an adaptive embedding is taken to be of the first cluster, as most words of a text are. */
function ofEmbedding({ embeddingSize, clusters }: Embedding, hiddenSize: number): number {
  const [first] = clusters ?? [];
  if (first !== undefined) return first.projected ? first.width * hiddenSize : 0;
  return embeddingSize === hiddenSize ? 0 : embeddingSize * hiddenSize;
}

function ofOperation({ operation, hiddenSize: h, numAttentionHeads }: Block, n: number): number {
  switch (operation.kind) {
    case 'self-attention': {
      const a = numAttentionHeads * (operation.headSize ?? Math.floor(h / numAttentionHeads));
      const similarity = operation.similarity === 'weighted-multiplicative' ? a * a : 0;
      const positions = operation.relativePositions === true ? h * a + n * a : 0;
      return 4 * h * a + 2 * n * a + similarity + positions;
    }
    case 'linear-transform':
      return h * h + 2 * h * Math.log2(n * h);
    case 'separable-convolution': {
      const k = operation.kernelSize;
      const heads = Math.max(Math.floor(numAttentionHeads / 2), 1);
      const a = heads * Math.floor(h / numAttentionHeads);
      return 5 * h * a + 2 * n * a + h * k + a * heads * k + a * k + h * h;
    }
  }
}

function ofFeedForward({ hiddenSize, feedForwardWidths }: Block): number {
  let sum = 0;
  let inputs = hiddenSize;
  for (const width of feedForwardWidths) {
    sum += inputs * width;
    inputs = width;
  }
  return sum + inputs * hiddenSize;
}
