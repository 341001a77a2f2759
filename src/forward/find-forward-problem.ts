import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Embedding, ForeignInput } from '../architecture/embedding.ts';
import type { MixtureOfExperts } from '../architecture/mixture-of-experts.ts';
import type { LatentAttention, Operation, SelfAttention } from '../architecture/operation.ts';
import { imageLength } from '../architecture/image-length.ts';
import { innerBlock } from '../architecture/inner-block.ts';
import type { Positions } from '../architecture/positions.ts';
import { findStackProblem } from './find-stack-problem.ts';
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
    const problem = findBlockProblem(block) ?? findOperationProblem(innerBlock(block), positions);
    if (problem !== null) return `block ${index}: ${problem}`;
  }
  if (embedding.projectedTokens % 2 === 0) {
    return `a projection of ${embedding.projectedTokens} tokens, an even number, can't be run`;
  }
  const { input } = embedding;
  const pooled = findPoolingProblem(architecture);
  if (pooled !== null) return pooled;
  if (input !== null) return findInputProblem(embedding, input);
  return findStackProblem(architecture) ?? findPositionProblem(architecture, sequenceLength);
}

/** Why blocks can't be run after which patches are pooled. */
function findPoolingProblem({ blocks, embedding, positions }: Architecture): string | null {
  const index = blocks.findIndex(({ pooling }) => pooling !== null);
  if (index === -1) return null;
  if (embedding.input?.kind !== 'patches' || !['learned', 'none'].includes(positions.kind)) {
    return `block ${index}: a pooling can't be run where there are no patches, or with ${positions.kind} positions`;
  }
  if (blocks.at(-1)?.pooling !== null)
    return "a pooling of patches after the last block can't be run";
  const uneven = blocks.findIndex(
    ({ pooling, hiddenSize }, place) =>
      pooling !== null && (blocks[place + 1]?.hiddenSize ?? 0) % hiddenSize !== 0,
  );
  return uneven === -1
    ? null
    : `block ${uneven}: a pooling to a width that is no multiple of ${blocks[uneven]?.hiddenSize ?? 0} can't be run`;
}

function findInputProblem(embedding: Embedding, input: ForeignInput): string | null {
  if (input.kind !== 'patches') return `a model that reads a ${input.kind} can't be run`;
  const { imageSize, patchSize, extraTokens, stride = patchSize } = input;
  if (patchSize % stride !== 0) {
    return `patches of ${patchSize} pixels in steps of ${stride}, which do not divide them, can't be run`;
  }
  if (imageSize % stride !== 0) {
    return `patches of ${patchSize} pixels that do not fill an image of ${imageSize} can't be run`;
  }
  const { maxPositionEmbeddings: count, decoder, typeVocabSize } = embedding;
  const length = imageLength(embedding) ?? 0;
  // Those between the class token and the patches may have none, or all of those before the patches.
  const counts = [0, length, length - Math.max(extraTokens - 1, 0), length - extraTokens];
  if (!counts.includes(count)) {
    return `${count} positions of an image that has ${length} can't be run`;
  }
  if (decoder !== null || typeVocabSize > 0 || embedding.projected !== 'norm') {
    return "an image with tokens beside it can't be run";
  }
  return null;
}

function findBlockProblem(block: Block): string | null {
  const { experts, parallel, convolution, operation, norm } = block;
  if (block.adapter !== null) {
    return "a low-rank adapter can't be run: only its sizes are known, not what its product is scaled by";
  }
  const ofExperts = experts === null ? null : findExpertProblem(experts);
  if (ofExperts !== null) return ofExperts;
  const ofBottleneck = findBottleneckProblem(block);
  if (ofBottleneck !== null) return ofBottleneck;
  if (parallel !== null && block.feedForwardRepeats > 1) {
    return "several feed-forward networks in a row beside attention can't be run";
  }
  const { feedForwardGroups: groups, feedForwardWidths: widths } = block;
  if (groups > 1 && (experts !== null || (block.gated && block.fusedGate))) {
    return "feed-forward layers in groups can't be run in experts, or with a gate in the same matrix";
  }
  if ([innerBlock(block).hiddenSize, ...widths].some((width) => width % groups !== 0)) {
    return `${groups} groups do not divide the widths of feed-forward layers`;
  }
  if (block.pooling !== null && block.pooling.kernelSize % 2 === 0) {
    return "a pooling of patches with a kernel of even size can't be run";
  }
  if (convolution !== null && convolution.kernelSize % 2 === 0) {
    return "a convolution of even size beside a block can't be run";
  }
  if (parallel !== null && (norm === 'post' || operation.kind !== 'self-attention')) {
    return "feed-forward layers beside attention can't be run where norms follow the sum";
  }
  return null;
}

/** What can't be inside a bottleneck. */
function findBottleneckProblem({ bottleneck, operation, norm, convolution }: Block): string | null {
  if (bottleneck === null) return null;
  if (operation.kind !== 'self-attention') {
    return `a ${nameOf(operation)} in a bottleneck can't be run`;
  }
  if (norm !== 'post' || convolution !== null) {
    return "a bottleneck can't be run with norms before a sum, or with a convolution beside the block";
  }
  return bottleneck.ownQueries && (operation.fusedQueryKeyValue || operation.latent !== null)
    ? "queries and keys from a layer of their own can't be run in one matrix with values"
    : null;
}

function findExpertProblem({ count, routed, groups }: MixtureOfExperts): string | null {
  if (routed > count) return `a token can't be routed to ${routed} of ${count} experts`;
  if (groups === null) return null;
  const size = count / groups.count;
  if (!Number.isInteger(size) || size < groups.best) {
    return `${count} experts can't be run in ${groups.count} groups of at least ${groups.best}`;
  }
  if (groups.chosen > groups.count || groups.chosen * size < routed) {
    return `a token can't be routed to ${routed} experts in ${groups.chosen} of ${groups.count} groups of ${size}`;
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
