import type {
  Architecture,
  Block,
  Embedding,
  LatentAttention,
  Operation,
  SelfAttention,
} from '../architecture/architecture.ts';
import type { Positions } from '../architecture/positions.ts';
import { findOperationPositionProblem, findPositionProblem } from './find-position-problem.ts';

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
  const { blocks, embedding, positions } = architecture;
  for (const [index, block] of blocks.entries()) {
    const problem = findBlockProblem(block) ?? findOperationProblem(block, positions);
    if (problem !== null) return `block ${index}: ${problem}`;
  }
  return findEmbeddingProblem(embedding) ?? findPositionProblem(architecture, sequenceLength);
}

function findEmbeddingProblem({ input, distances, projectedTokens }: Embedding): string | null {
  if (projectedTokens > 1) return "a projection of several tokens can't be run";
  if (input !== null) return `a model that reads ${input.kind} can't be run`;
  return distances === null ? null : "relative positions, as in DeBERTa, can't be run";
}

function findBlockProblem(block: Block): string | null {
  const { stack, crossAttention, experts, parallel, convolution, operation, norm } = block;
  if (stack === 'decoder' || crossAttention) return "a decoder after an encoder can't be run";
  if (experts !== null && experts.routed > experts.count) {
    return `a token can't be routed to ${experts.routed} of ${experts.count} experts`;
  }
  if (block.bottleneck !== null || block.feedForwardRepeats > 1) {
    return "a bottleneck and several feed-forward networks in a row can't be run";
  }
  if (block.feedForwardGroups > 1) return "feed-forward layers of several groups can't be run";
  if (block.crossSource !== null) return "attention over several encoder layers can't be run";
  if (block.pooling !== null) return "a pooling of patches after a block can't be run";
  if (convolution !== null) return "a convolution after a block can't be run";
  if (parallel !== null && (norm === 'post' || operation.kind !== 'self-attention')) {
    return "feed-forward layers beside attention can't be run where norms follow the sum";
  }
  return null;
}

function findOperationProblem(block: Block, positions: Positions): string | null {
  const { operation, hiddenSize, numAttentionHeads, causal } = block;
  if (!RUNNABLE_OPERATIONS.includes(operation.kind)) {
    return `the operation ${operation.kind} can't be run`;
  }
  if (operation.kind === 'self-attention') {
    return (
      findAttentionProblem(block, operation) ??
      findOperationPositionProblem(block, operation, positions)
    );
  }
  if (causal) {
    return `a decoder can't be run with a ${nameOf(operation)}: it looks at later tokens`;
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

function nameOf({ kind }: Operation): string {
  return kind.replace('-', ' ');
}

function findAttentionProblem(block: Block, operation: SelfAttention): string | null {
  const { numKeyValueHeads, headSize, latent } = operation;
  const { numAttentionHeads: heads } = block;
  const ofLatent = latent === null ? null : findLatentProblem(block, operation, latent);
  if (ofLatent !== null) return ofLatent;
  if (operation.distanceBiases > 0) return "biases of distances can't be run";
  if (operation.relativePositions) return "relative positions, as in Transformer-XL, can't be run";
  if (operation.positionKeys !== null || operation.positionQueries !== null) {
    return "relative positions, as in DeBERTa, can't be run";
  }
  if (numKeyValueHeads !== null && heads % numKeyValueHeads !== 0) {
    return `${numKeyValueHeads} heads of keys and values do not divide ${heads} heads`;
  }
  return headSize === null && block.hiddenSize % heads !== 0 ? headsProblem(block) : null;
}

/** What latent attention can't have, and its sizes have against each other. */
function findLatentProblem(
  block: Block,
  { queryKeyNorm, similarity, headSize }: SelfAttention,
  { rotarySize }: LatentAttention,
): string | null {
  if (queryKeyNorm !== null || similarity !== 'scaled-dot-product') {
    return "latent attention can't be run with norms of queries and keys, or a matrix between them";
  }
  const size = headSize ?? block.hiddenSize / block.numAttentionHeads;
  return rotarySize < size && rotarySize % 2 === 0
    ? null
    : `latent attention that rotates ${rotarySize} of ${size} channels can't be run`;
}

function headsProblem({ hiddenSize, numAttentionHeads }: Block): string {
  return `${numAttentionHeads} heads do not divide the hidden size ${hiddenSize}`;
}
