import type { Block } from '../block.ts';
import type { SelfAttention } from '../operation.ts';
import { headProjections, listProjections, listQueryKeyNorms } from './attention-projections.ts';
import {
  attendedPositions,
  attentionWidth,
  headSizeOf,
  keyValueHeadsOf,
  keyValueWidth,
  outputWidth,
  positionWays,
  valueSizeOf,
  valueWidth,
} from './attention-sizes.ts';
import { latentMatrices, latentPeak, listLatent, type LatentSizes } from './latent-projections.ts';
import type { OperationForm } from './operation-form.ts';
import { entriesOf, headMatrices, wholeMatrix } from './shape-matrix.ts';

/**
 * Query h -> a, key h -> c and value h -> v projections, and the output o -> h. a is heads * head
 * size and o heads * value size; c and v are as wide, unless heads share their keys and values. They
 * are three or one h -> a + c + v. Each has a bias if the block has any and attention says nothing
 * else; where only some of three in one matrix have, these are vectors apart, as in DeBERTa. The
 * weighted multiplicative form has one more a x a matrix without bias.
 *
 * With relative positions, as in Transformer-XL (Dai et al. 2019, section 3.3), no projection has
 * a bias; there are one more of the positions, h -> a, and two vectors of a that stand for the
 * query where it meets a content and a position.
 *
 * With biases of distances, as in T5 (Raffel et al. 2020, section 2.1), there is a matrix of them,
 * distances x heads: biases, so parameters alone. With positions that are keys and queries, as in
 * DeBERTa (He et al. 2021, section 3.1), these have projections h -> a unless they share those of
 * the contents.
 *
 * Norms of queries and keys have the scales of one head, of each head, or of all together; sinks
 * are a number for each head. The projections of latent attention are those of {@link listLatent}.
 */
export const selfAttention: OperationForm<SelfAttention> = {
  parameter: { name: 'similarity', values: ['scaled-dot-product', 'weighted-multiplicative'] },
  normed: true,
  list: (block, operation, path, names, list) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const { relativePositions, distanceBiases, latent } = operation;
    const a = attentionWidth(block, operation);
    const bias = operation.queryKeyValueBias && !relativePositions;
    const keyBias = operation.keyBias && !relativePositions;
    if (latent !== null) {
      const own = { ...operation, queryKeyValueBias: bias };
      listLatent(latentSizesOf(block, operation), latent, own, path, names, list);
    } else {
      listProjections(block, operation, { bias, keyBias }, path, names, list);
    }
    if (operation.positionKeys === 'own') {
      list.linear(`${path}.${names.positionKey}`, h, a, { bias: keyBias });
    }
    if (operation.positionQueries === 'own') {
      list.linear(`${path}.${names.positionQuery}`, h, a, { bias });
    }
    listQueryKeyNorms(block, operation, path, names, list);
    if (operation.sinks) list.bias(`${path}.${names.sinks}`, numAttentionHeads);
    if (operation.similarity === 'weighted-multiplicative') {
      list.matrix(`${path}.self.similarity.weight`, [a, a]);
    }
    if (relativePositions) {
      list.linear(`${path}.r_net`, h, a, { bias });
      list.bias(`${path}.r_w_bias`, a);
      list.bias(`${path}.r_r_bias`, a);
    }
    const outputBias = operation.outputBias && !relativePositions;
    const output = { writesResidual: true, bias: outputBias };
    list.linear(`${path}.${names.output}`, outputWidth(block, operation), h, output);
    if (distanceBiases > 0) {
      const shape = [distanceBiases, numAttentionHeads];
      const { sharedDistanceBiases: own = `${path}.${names.distanceBiases}` } = names;
      list.matrix(`${own}.weight`, shape, { counts: false });
    }
  },
  sum: (block, operation, sums) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const { fusedQueryKeyValue, relativePositions, queryKeyNorm } = operation;
    if (
      (fusedQueryKeyValue &&
        (operation.numKeyValueHeads !== null || operation.valueSize !== null)) ||
      (queryKeyNorm !== null && queryKeyNorm !== 'fixed') ||
      operation.latent !== null ||
      operation.distanceBiases > 0 ||
      operation.valueInput !== null ||
      operation.positionKeys !== null ||
      operation.positionQueries !== null
    ) {
      return false;
    }
    const a = attentionWidth(block, operation);
    const c = keyValueWidth(block, operation);
    const v = valueWidth(block, operation);
    if (fusedQueryKeyValue) {
      sums.fusedThirds(a, h);
    } else {
      sums.matrix(a, h);
      sums.matrix(c, h);
      sums.matrix(v, h);
    }
    if (operation.sinks) sums.plain(numAttentionHeads);
    if (operation.similarity === 'weighted-multiplicative') sums.matrix(a, a);
    if (relativePositions) {
      sums.matrix(a, h);
      sums.plain(2 * a);
    } else {
      if (operation.queryKeyValueBias) sums.plain(a + v);
      if (operation.keyBias) sums.plain(c);
      if (operation.outputBias) sums.plain(h);
    }
    sums.residual(h, outputWidth(block, operation));
    return true;
  },
  matrices: (block, operation) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const { latent } = operation;
    const { heads, headSize: size, valueSize } = latentSizesOf(block, operation);
    const all = heads * size;
    const ofPositions = ownPositions(operation);
    return [
      ...(latent === null
        ? headProjections(block, operation)
        : latentMatrices(latentSizesOf(block, operation), latent)),
      ...(ofPositions > 0 ? [headMatrices(size, h, ofPositions * numAttentionHeads, all)] : []),
      ...(operation.similarity === 'weighted-multiplicative' ? [wholeMatrix(all, all)] : []),
      ...(operation.relativePositions ? [headMatrices(size, h, numAttentionHeads, all)] : []),
      wholeMatrix(h, heads * valueSize, true),
    ];
  },
  paperMatrices: (block, operation) => {
    const { hiddenSize: h } = block;
    const { latent } = operation;
    const { heads, headSize: size, valueSize } = latentSizesOf(block, operation);
    const keyValueHeads = keyValueHeadsOf(block, operation);
    const output = wholeMatrix(h, heads * valueSize);
    if (latent !== null)
      return [...latentMatrices(latentSizesOf(block, operation), latent), output];
    return [wholeMatrix(heads * size + keyValueHeads * (size + valueSize), h), output];
  },
  multiplyAdds: (block, operation, { length: n, distances }) => {
    const { hiddenSize: h } = block;
    const { heads, headSize, valueSize } = latentSizesOf(block, operation);
    const a = heads * headSize;
    // Projections of distances act on these, not on tokens.
    const weights = entriesOf(selfAttention.matrices(block, operation));
    const ofTokens = weights - ownPositions(operation) * h * a;
    const width = (operation.relativePositions ? 2 : 1) * a + heads * valueSize;
    const products = attendedPositions(n, block, operation) * width;
    return (
      ofTokens + products + positionWays(operation) * (distances * a + (distances * h * a) / n)
    );
  },
  peakActivations: (block, operation, { batch, length, distances, context = length }, copy) => {
    const { numAttentionHeads, hiddenSize } = block;
    const { latent } = operation;
    const tokens = batch * length;
    const a = attentionWidth(block, operation);
    const summed = outputWidth(block, operation);
    // Latent keys and values are those of every head once they are expanded.
    const [c, v] =
      latent === null
        ? [keyValueWidth(block, operation), valueWidth(block, operation)]
        : [a, summed];
    const seen = attendedPositions(block.causal ? context : length, block, operation);
    const products = batch * numAttentionHeads * length * seen;
    const read = tokens * (a + c + v);
    const positions = operation.relativePositions ? length * a + products : 0;
    const ofDistances = distances * a + batch * numAttentionHeads * length * distances + products;
    const queries = operation.similarity === 'weighted-multiplicative' ? tokens * a : 0;
    return Math.max(
      latent === null
        ? copy + read
        : latentPeak(latentSizesOf(block, operation), latent, tokens, copy),
      read + queries,
      read + products + positions + positionWays(operation) * ofDistances,
      products + tokens * (v + summed),
      tokens * (summed + hiddenSize),
    );
  },
};

function latentSizesOf(block: Block, operation: SelfAttention): LatentSizes {
  const { hiddenSize, numAttentionHeads: heads } = block;
  const headSize = headSizeOf(block, operation);
  return { hiddenSize, heads, headSize, valueSize: valueSizeOf(block, operation) };
}

/** In how many of these ways by a projection of their own. */
function ownPositions({ positionKeys, positionQueries }: SelfAttention): number {
  return Number(positionKeys === 'own') + Number(positionQueries === 'own');
}
