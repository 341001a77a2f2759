import type {
  Architecture,
  Block,
  Embedding,
  SelfAttention,
} from '../architecture/architecture.ts';
import { CONVENTIONS } from './conventions.ts';

/**
 * Why an architecture can't be run, or not over texts of that length; null if it can. What a
 * description leaves open is never guessed.
 *
 * @param sequenceLength words of a text
 */
export function findForwardProblem(
  architecture: Architecture,
  sequenceLength: number,
): string | null {
  const { naming = 'bert', normKind = 'layer-norm', blocks, embedding } = architecture;
  const conventions = CONVENTIONS[naming];
  if (conventions === undefined) {
    const known = Object.keys(CONVENTIONS).join(', ');
    return `models named as ${naming} can't be run: their description does not say the activation function, and it is known for ${known} alone`;
  }
  if (normKind !== 'layer-norm') return `norms of the kind ${normKind} can't be run`;
  if (blocks.length === 0) return "a model without blocks can't be run";
  for (const [index, block] of blocks.entries()) {
    const problem = findBlockProblem(block, architecture);
    if (problem !== null) return `block ${index}: ${problem}`;
  }
  return findEmbeddingProblem(embedding, sequenceLength, conventions.firstPosition);
}

function findEmbeddingProblem(
  embedding: Embedding,
  sequenceLength: number,
  firstPosition: number,
): string | null {
  const { maxPositionEmbeddings: positions, projected = 'norm', distances } = embedding;
  if (distances !== undefined) return "relative positions, as in DeBERTa, can't be run";
  if (projected !== 'norm') return `a projection of the ${projected} alone can't be run`;
  if (positions === 0) {
    return 'the positions are not learned, and the description does not say where they come from';
  }
  const most = positions - firstPosition;
  if (sequenceLength <= most) return null;
  const padding = firstPosition === 0 ? '' : `, ${firstPosition} of them of the padding`;
  return `a sequence of ${sequenceLength} words is too long: the model has ${positions} positions${padding}, so take at most ${most}`;
}

function findBlockProblem(block: Block, { family }: Architecture): string | null {
  const { stack, crossAttention, experts, gated, parallel, convolution, operation } = block;
  const { hiddenSize, numAttentionHeads } = block;
  if (stack === 'decoder' || crossAttention === true) {
    return "a decoder behind an encoder can't be run";
  }
  if (experts !== undefined) return "a mixture of experts can't be run";
  if (gated === true) {
    return "a gated feed-forward network can't be run: the description does not say its activation function";
  }
  if (parallel !== undefined) return "feed-forward layers beside attention can't be run";
  if (convolution !== undefined) return "a convolution behind a block can't be run";
  if (operation.kind === 'self-attention') return findAttentionProblem(block, operation);
  if (family === 'decoder') {
    return `a decoder can't be run with a ${operation.kind.replace('-', ' ')}: it looks at words that are yet to come`;
  }
  if (hiddenSize % numAttentionHeads !== 0) return headsProblem(block);
  if (operation.kind === 'separable-convolution') {
    if (numAttentionHeads % 2 === 1) {
      return `a separable convolution of ${numAttentionHeads} heads, an odd number, can't be run, and the released code of FlexiBERT fails on it too: half the heads attend and half convolve, and together they have to fill the hidden size`;
    }
    if (operation.kernelSize % 2 === 0) return "a kernel of even size can't be run";
  }
  return null;
}

function findAttentionProblem(block: Block, operation: SelfAttention): string | null {
  const { numKeyValueHeads, queryKeyNorm, distanceBiases, headSize } = operation;
  if (numKeyValueHeads !== undefined && numKeyValueHeads !== block.numAttentionHeads) {
    return "keys and values that heads share can't be run";
  }
  if (queryKeyNorm === true) return "norms of queries and keys can't be run";
  if (distanceBiases !== undefined) return "biases of distances can't be run";
  if (operation.relativePositions === true) {
    return "relative positions, as in Transformer-XL, can't be run";
  }
  if (operation.positionKeys !== undefined || operation.positionQueries !== undefined) {
    return "relative positions, as in DeBERTa, can't be run";
  }
  return headSize === undefined && block.hiddenSize % block.numAttentionHeads !== 0
    ? headsProblem(block)
    : null;
}

function headsProblem({ hiddenSize, numAttentionHeads }: Block): string {
  return `${numAttentionHeads} heads do not divide the hidden size ${hiddenSize}`;
}
