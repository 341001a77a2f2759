import type {
  Architecture,
  Block,
  Embedding,
  Operation,
  SelfAttention,
} from '../architecture/architecture.ts';
import type { Positions } from '../architecture/positions.ts';
import { RUNNABLE_ACTIVATIONS } from './layers.ts';

/** The operations that `buildBlock` builds. */
const RUNNABLE_OPERATIONS: readonly Operation['kind'][] = [
  'self-attention',
  'linear-transform',
  'separable-convolution',
];

/**
 * Why an architecture can't be run, or not on sequences of that length; null if it can.
 *
 * @param sequenceLength tokens of a sequence
 */
export function findForwardProblem(
  architecture: Architecture,
  sequenceLength: number,
): string | null {
  const { normKind, blocks, embedding, positions } = architecture;
  const extra = findExtraProblem(architecture);
  if (extra !== null) return extra;
  if (normKind !== 'layer-norm') return `norms of the kind ${normKind} can't be run`;
  for (const [index, block] of blocks.entries()) {
    const problem = findBlockProblem(block);
    if (problem !== null) return `block ${index}: ${problem}`;
  }
  return (
    findEmbeddingProblem(embedding) ?? findPositionProblem(embedding, positions, sequenceLength)
  );
}

/** What no pass computes. */
function findExtraProblem({ blocks, embedding, head }: Architecture): string | null {
  if (embedding.input !== null) return `a model that reads ${embedding.input.kind} can't be run`;
  if (embedding.scale !== 1) return "vectors of tokens that are multiplied can't be run";
  if (head?.kind === 'linear' && (head.scale !== 1 || head.softCap !== null)) {
    return "scores of tokens that are multiplied or capped can't be run";
  }
  for (const [
    index,
    { norm, firstNorm, layerScale, residualScale, operation },
  ] of blocks.entries()) {
    const reason =
      norm === 'sandwich' || norm === 'output'
        ? `norms of the place ${norm} can't be run`
        : !firstNorm || layerScale || residualScale !== 1
          ? "a block without its first norm, or with a scale of its outputs, can't be run"
          : findAttentionExtra(operation);
    if (reason !== null) return `block ${index}: ${reason}`;
  }
  return null;
}

function findAttentionExtra(operation: Operation): string | null {
  if (operation.kind !== 'self-attention') return null;
  const { latent, valueSize, window, softCap, sinks, positions } = operation;
  if (latent !== null || valueSize !== null) return "latent attention can't be run";
  if (window !== null) return "a window of attention can't be run";
  if (softCap !== null || sinks) return "capped scores and sinks of attention can't be run";
  return positions === null ? null : "positions that are those of some blocks can't be run";
}

function findEmbeddingProblem({ projected, distances }: Embedding): string | null {
  if (distances !== null) return "relative positions, as in DeBERTa, can't be run";
  if (projected === 'norm') return null;
  const input = projected === 'sum' ? 'sum of the embeddings' : 'token embedding alone';
  return `a projection of the ${input} can't be run`;
}

function findPositionProblem(
  { maxPositionEmbeddings: count }: Embedding,
  positions: Positions,
  sequenceLength: number,
): string | null {
  if (positions.kind === 'none' && count === 0) return null;
  if (positions.kind !== 'learned') return `${positions.kind} positions can't be run`;
  const { first } = positions;
  const most = count - first;
  if (sequenceLength <= most) return null;
  const padding = first === 0 ? '' : `, ${first} of them of the padding`;
  return `a sequence of ${sequenceLength} tokens is too long: the model has ${count} positions${padding}, so take at most ${most}`;
}

function findBlockProblem(block: Block): string | null {
  const { stack, crossAttention, experts, gated, parallel, convolution, operation } = block;
  const { hiddenSize, numAttentionHeads, activation, causal } = block;
  if (stack === 'decoder' || crossAttention) return "a decoder after an encoder can't be run";
  if (experts !== null) return "a mixture of experts can't be run";
  if (gated) return "a gated feed-forward network can't be run";
  if (parallel !== null) return "feed-forward layers beside attention can't be run";
  if (block.crossSource !== null) return "attention over several encoder layers can't be run";
  if (block.pooling !== null) return "patches that are pooled between blocks can't be run";
  if (convolution !== null) return "a convolution after a block can't be run";
  if (!RUNNABLE_ACTIVATIONS.includes(activation)) {
    return `the activation function ${activation} can't be run: expected ${RUNNABLE_ACTIVATIONS.join(', ')}`;
  }
  if (!RUNNABLE_OPERATIONS.includes(operation.kind)) {
    return `the operation ${operation.kind} can't be run`;
  }
  if (operation.kind === 'self-attention') return findAttentionProblem(block, operation);
  if (causal) {
    return `a decoder can't be run with a ${operation.kind.replace('-', ' ')}: it looks at later tokens`;
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
  if (numKeyValueHeads !== null && numKeyValueHeads !== block.numAttentionHeads) {
    return "keys and values that heads share can't be run";
  }
  if (operation.fusedQueryKeyValue && operation.fusedByHead) {
    return "query, key and value in one matrix head by head can't be run";
  }
  if (queryKeyNorm !== null) return "norms of queries and keys can't be run";
  if (distanceBiases > 0) return "biases of distances can't be run";
  if (operation.relativePositions) return "relative positions, as in Transformer-XL, can't be run";
  if (operation.positionKeys !== null || operation.positionQueries !== null) {
    return "relative positions, as in DeBERTa, can't be run";
  }
  return headSize === null && block.hiddenSize % block.numAttentionHeads !== 0
    ? headsProblem(block)
    : null;
}

function headsProblem({ hiddenSize, numAttentionHeads }: Block): string {
  return `${numAttentionHeads} heads do not divide the hidden size ${hiddenSize}`;
}
