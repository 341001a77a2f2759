import type { Block, SelfAttention } from '../architecture.ts';
import type { Packing } from '../packing.ts';
import type { OperationForm } from './operation-form.ts';
import { entriesOf, headMatrices, wholeMatrix } from './shape-matrix.ts';

/** The width of all heads together, a = heads * head size. */
export function attentionWidth(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize === null ? hiddenSize : numAttentionHeads * headSize;
}

/** The width of one head. */
export function headSizeOf(
  { hiddenSize, numAttentionHeads }: Block,
  { headSize }: SelfAttention,
): number {
  return headSize ?? Math.floor(hiddenSize / numAttentionHeads);
}

/** The number of heads of keys and values. */
export function keyValueHeadsOf(
  { numAttentionHeads }: Block,
  { numKeyValueHeads }: SelfAttention,
): number {
  return numKeyValueHeads ?? numAttentionHeads;
}

/** The width of all keys of a position, and of its values: that of the queries, unless heads share them. */
export function keyValueWidth(block: Block, operation: SelfAttention): number {
  const { numKeyValueHeads } = operation;
  return numKeyValueHeads === null
    ? attentionWidth(block, operation)
    : numKeyValueHeads * headSizeOf(block, operation);
}

/**
 * Query h -> a, key and value h -> c projections, c being a unless heads share their keys and
 * values, three of them or one h -> a + 2c, and the output a -> h, each with bias if the block has
 * any and attention says nothing else. The weighted multiplicative form has one more a x a matrix
 * without bias.
 *
 * With relative positions, as in Transformer-XL (Dai et al. 2019, section 3.3), no projection has
 * a bias; there are one more of the positions, h -> a, and two vectors of a that stand for the
 * query where it meets a content and a position.
 *
 * With biases of distances, as in T5 (Raffel et al. 2020, section 2.1), there is a matrix of them,
 * distances x heads: biases, so parameters alone. With positions that are keys and queries, as in
 * DeBERTa (He et al. 2021, section 3.1), these have projections h -> a unless they share those of
 * the contents.
 */
export const selfAttention: OperationForm<SelfAttention> = {
  parameter: { name: 'similarity', values: ['scaled-dot-product', 'weighted-multiplicative'] },
  normed: true,
  list: (block, operation, path, names, list) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const { relativePositions, distanceBiases } = operation;
    const a = attentionWidth(block, operation);
    const c = keyValueWidth(block, operation);
    const bias = operation.queryKeyValueBias && !relativePositions;
    if (operation.fusedQueryKeyValue) {
      const packing = packingOf(block, operation);
      list.linear(`${path}.${names.queryKeyValue}`, h, a + 2 * c, { bias, packing });
    } else {
      list.linear(`${path}.${names.query}`, h, a, { bias });
      list.linear(`${path}.${names.key}`, h, c, { bias });
      list.linear(`${path}.${names.value}`, h, c, { bias });
    }
    if (operation.positionKeys === 'own') {
      list.linear(`${path}.${names.positionKey}`, h, a, { bias });
    }
    if (operation.positionQueries === 'own') {
      list.linear(`${path}.${names.positionQuery}`, h, a, { bias });
    }
    if (operation.queryKeyNorm !== null) {
      const headSize = headSizeOf(block, operation);
      list.norm(`${path}.${names.queryNorm}`, headSize);
      list.norm(`${path}.${names.keyNorm}`, headSize);
    }
    if (operation.similarity === 'weighted-multiplicative') {
      list.matrix(`${path}.self.similarity.weight`, [a, a]);
    }
    if (relativePositions) {
      list.linear(`${path}.r_net`, h, a, { bias });
      list.bias(`${path}.r_w_bias`, a);
      list.bias(`${path}.r_r_bias`, a);
    }
    const outputBias = operation.outputBias && !relativePositions;
    list.linear(`${path}.${names.output}`, a, h, { writesResidual: true, bias: outputBias });
    if (distanceBiases > 0) {
      const shape = [distanceBiases, numAttentionHeads];
      list.matrix(`${path}.${names.distanceBiases}.weight`, shape, { counts: false });
    }
  },
  sum: (block, operation, sums) => {
    const { hiddenSize: h } = block;
    const { fusedQueryKeyValue, relativePositions } = operation;
    if (
      (fusedQueryKeyValue && operation.numKeyValueHeads !== null) ||
      operation.queryKeyNorm !== null ||
      operation.distanceBiases > 0 ||
      operation.positionKeys !== null ||
      operation.positionQueries !== null
    ) {
      return false;
    }
    const a = attentionWidth(block, operation);
    const c = keyValueWidth(block, operation);
    if (fusedQueryKeyValue) {
      sums.fusedThirds(a, h);
    } else {
      sums.matrix(a, h);
      sums.matrix(c, h);
      sums.matrix(c, h);
    }
    if (operation.similarity === 'weighted-multiplicative') sums.matrix(a, a);
    if (relativePositions) {
      sums.matrix(a, h);
      sums.plain(2 * a);
    } else {
      if (operation.queryKeyValueBias) sums.plain(a + 2 * c);
      if (operation.outputBias) sums.plain(h);
    }
    sums.residual(h, a);
    return true;
  },
  matrices: (block, operation) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const size = headSizeOf(block, operation);
    const all = numAttentionHeads * size;
    const keyValueHeads = keyValueHeadsOf(block, operation);
    // A fused matrix is one weight of all three.
    const fused = all + 2 * keyValueHeads * size;
    const rows = (own: number): number => (operation.fusedQueryKeyValue ? fused : own * size);
    const [queries, keys] = [rows(numAttentionHeads), rows(keyValueHeads)];
    const ofPositions = ownPositions(operation);
    return [
      ...(queries === keys
        ? [headMatrices(size, h, numAttentionHeads + 2 * keyValueHeads, queries)]
        : [
            headMatrices(size, h, numAttentionHeads, queries),
            headMatrices(size, h, 2 * keyValueHeads, keys),
          ]),
      ...(ofPositions > 0 ? [headMatrices(size, h, ofPositions * numAttentionHeads, all)] : []),
      ...(operation.similarity === 'weighted-multiplicative' ? [wholeMatrix(all, all)] : []),
      ...(operation.relativePositions ? [headMatrices(size, h, numAttentionHeads, all)] : []),
      wholeMatrix(h, all, true),
    ];
  },
  paperMatrices: (block, operation) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const size = headSizeOf(block, operation);
    const all = numAttentionHeads * size;
    const keyValue = keyValueHeadsOf(block, operation) * size;
    return [wholeMatrix(all + 2 * keyValue, h), wholeMatrix(h, all)];
  },
  multiplyAdds: (block, operation, { length: n, distances }) => {
    const { hiddenSize: h, numAttentionHeads } = block;
    const a = numAttentionHeads * headSizeOf(block, operation);
    // Projections of distances act on these, not on tokens.
    const weights = entriesOf(selfAttention.matrices(block, operation));
    const ofTokens = weights - ownPositions(operation) * h * a;
    const products = (operation.relativePositions ? 3 : 2) * n * a;
    return (
      ofTokens + products + positionWays(operation) * (distances * a + (distances * h * a) / n)
    );
  },
  peakActivations: (block, operation, { batch, length, distances }, copy) => {
    const tokens = batch * length;
    const a = attentionWidth(block, operation);
    const c = keyValueWidth(block, operation);
    const products = batch * block.numAttentionHeads * length * length;
    const read = tokens * (a + 2 * c);
    const positions = operation.relativePositions ? length * a + products : 0;
    const ofDistances =
      distances * a + batch * block.numAttentionHeads * length * distances + products;
    const queries = operation.similarity === 'weighted-multiplicative' ? tokens * a : 0;
    return Math.max(
      copy + read,
      read + queries,
      read + products + positions + positionWays(operation) * ofDistances,
      products + tokens * (c + a),
      tokens * (a + block.hiddenSize),
    );
  },
};

/** How the stored matrix of query, key and value holds the three. */
function packingOf(block: Block, operation: SelfAttention): Packing {
  const a = attentionWidth(block, operation);
  const c = keyValueWidth(block, operation);
  const turns = operation.fusedByHead ? keyValueHeadsOf(block, operation) : 1;
  return { axis: 'rows', sizes: [a / turns, c / turns, c / turns], turns, stack: 1 };
}

/** In how many ways positions meet contents, as keys and as queries. */
function positionWays({ positionKeys, positionQueries }: SelfAttention): number {
  return Number(positionKeys !== null) + Number(positionQueries !== null);
}

/** In how many of these ways by a projection of their own. */
function ownPositions({ positionKeys, positionQueries }: SelfAttention): number {
  return Number(positionKeys === 'own') + Number(positionQueries === 'own');
}
