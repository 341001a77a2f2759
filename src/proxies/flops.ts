import { adapterMatrices } from '../architecture/adapted-blocks.ts';
import type { Architecture } from '../architecture/architecture.ts';
import { embeddingMultiplyAdds } from '../architecture/embedding-weights.ts';
import { feedForwardMultiplyAdds } from '../architecture/feed-forward-sizes.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { bottleneckMatrices, innerBlock } from '../architecture/inner-block.ts';
import { crossAttentionOf, crossMultiplyAdds } from '../architecture/operations/cross-attention.ts';
import { formOf } from '../architecture/operations/operations.ts';
import { entriesOf } from '../architecture/operations/shape-matrix.ts';
import { isJoined, jointMultiplyAdds, pooledLength } from '../architecture/stage-changes.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { plainSum } from '../scoring/score-terms.ts';
import { scoreEach } from '../proxy-parts/score-each.ts';

/**
 * Multiply-adds of a forward pass, per token of a sequence of n tokens, in matrix products,
 * convolutions and transforms. Looking a token up costs nothing; biases, norms, activations,
 * softmax and residual sums do not count, nor does the head that predicts tokens. A causal mask
 * saves nothing: the whole product is computed and then masked.
 *
 * With h the hidden size, a the width of all heads together, k the kernel and n' the heads of a
 * convolution:
 *
 * | part | multiply-adds per token |
 * |---|---|
 * | query, key, value, output | `4 h a` |
 * | latent attention, its projections | their entries |
 * | attention, `Q K^T` and its product with V | `2 n a` |
 * | a window of w positions, or values of their own size | w for n, their width for one a |
 * | weighted multiplicative, `Q W` | `+ a^2` |
 * | relative positions, their projection and product with Q | `+ h a + n a` |
 * | linear transform | `h^2 + 2 h log2(n h)` |
 * | separable convolution | `5 h a + 2 n a + h k + a n' k + a k + h^2` |
 * | keys and values that heads share, of width c | `2 h c` in place of as much of `4 h a` |
 * | positions of m distances as keys, as queries | `+ m a + m h a / n` each |
 * | attention over an encoder's output | as self-attention |
 * | the same over l layers of width w | `2 h a + l (2 w a + 2 n a)` |
 * | convolution of kernel k in g groups | `h^2 k / g` |
 * | feed-forward | the sum over its matrices of their entries |
 * | low-rank adapters | the entries of their matrices |
 * | mixture of experts | the router, and those of the experts that a token is routed to |
 * | projection of the embedding, or between blocks | its entries |
 * | patches that are pooled by a kernel of k x k to those of a width u | `u k^2` for each that is left |
 * | patches of an image, for each that is no learned vector | the entries of their layer |
 * | convolutions over a spectrogram of b bins | `6 b h + 3 h^2` |
 *
 * The sequence of a model that reads images is of its patches and learned vectors, whatever n is.
 *
 * Blocks that share weights count each time, and each of two stacks as if all tokens were its own.
 */
export const flops: DirectProxy = {
  name: 'flops',
  description: 'multiply-adds per token',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: scoreEach(({ sequenceLength }) => {
    if (!(Number.isSafeInteger(sequenceLength) && sequenceLength >= 1)) {
      throw new RangeError(`a sequence has a whole number of tokens, got ${sequenceLength}`);
    }
    return (architecture) => multiplyAdds(architecture, sequenceLength);
  }),
  terms:
    ({ sequenceLength }) =>
    (architecture) => {
      const terms: { part: 'embedding' | 'block'; block: number | null; value: number }[] = [];
      addMultiplyAdds(architecture, sequenceLength, (block, value) => {
        terms.push({ part: block === null ? 'embedding' : 'block', block, value });
      });
      return plainSum(terms);
    },
};

/**
 * Multiply-adds per token of a sequence of that length, or of an image: see {@link flops}.
 */
export function multiplyAdds(architecture: Architecture, length: number): number {
  let sum = 0;
  addMultiplyAdds(architecture, length, (_, value) => {
    sum += value;
  });
  return sum;
}

/** Calls `add` with the multiply-adds of the embedding, whose block is null, and of each block. */
function addMultiplyAdds(
  architecture: Architecture,
  asked: number,
  add: (block: number | null, value: number) => void,
): void {
  const { embedding, blocks } = architecture;
  const adapters = adapterMatrices(architecture);
  const length = lengthOfSequence(embedding, asked);
  add(null, embeddingMultiplyAdds(embedding, blocks[0].hiddenSize, length));
  let own = length;
  for (const [index, block] of blocks.entries()) {
    const inner = innerBlock(block);
    const { hiddenSize, convolution } = block;
    const pass = { length: own, distances: embedding.distances?.count ?? 0 };
    const mixing = formOf(inner.operation).multiplyAdds(inner, inner.operation, pass);
    const cross = crossAttentionOf(block);
    const crossing = cross === null ? 0 : crossMultiplyAdds(block, cross, pass);
    const { kernelSize, groups } = convolution ?? { kernelSize: 0, groups: 1 };
    const between =
      (hiddenSize * hiddenSize * kernelSize) / groups + entriesOf(bottleneckMatrices(block));
    const next = blocks[index + 1];
    const joint =
      next !== undefined && isJoined(block, next)
        ? jointMultiplyAdds(block, next, embedding, own)
        : 0;
    const networks = block.feedForwardRepeats * feedForwardMultiplyAdds(inner);
    const adapting = entriesOf(adapters[index] ?? []);
    const perToken = between + mixing + crossing + networks + adapting + joint;
    // Pooled patches are fewer than those of the sequence, by which the sum is divided.
    add(index, own === length ? perToken : perToken * (own / length));
    own = pooledLength(block, embedding, own);
  }
}
