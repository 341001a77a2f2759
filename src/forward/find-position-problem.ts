import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Embedding } from '../architecture/embedding.ts';
import type { SelfAttention } from '../architecture/operation.ts';
import { headSizeOf } from '../architecture/operations/attention-sizes.ts';
import type { Positions, RotaryPositions } from '../architecture/positions.ts';
import { rotatedChannels, rotaryFrequencies } from './rotary-frequencies.ts';

/** The ways to tell positions apart that an operation may have of its own. */
const OF_OPERATIONS: readonly Positions['kind'][] = ['none', 'rotary', 'alibi'];

/** Why the positions of a model can't be run, or not in sequences of that length; null if they can. */
export function findPositionProblem(
  { embedding, positions, blocks }: Architecture,
  sequenceLength: number,
): string | null {
  const { decoder } = embedding;
  const { maxPositionEmbeddings: count, embeddingSize, projected } = embedding;
  switch (positions.kind) {
    case 'learned': {
      const { first } = positions;
      const counts = [count, ...(decoder === null ? [] : [decoder.maxPositionEmbeddings])];
      const least = Math.min(...counts);
      return sequenceLength <= least - first ? null : tooLong(sequenceLength, least, first);
    }
    case 'none':
    case 'rotary':
    case 'alibi':
    case 'sinusoidal':
      if (count > 0) return `a matrix of positions beside ${positions.kind} positions can't be run`;
      if (positions.kind === 'sinusoidal' && projected !== 'tokens' && embeddingSize % 2 === 1) {
        return `sinusoidal positions of ${embeddingSize} channels, an odd number, can't be run`;
      }
      return null;
    case 'transformer-xl':
      return count > 0
        ? "a matrix of positions beside transformer-xl positions can't be run"
        : null;
    case 'disentangled':
      if (count === 0 || sequenceLength <= count) return findDistanceProblem(embedding, positions);
      return tooLong(sequenceLength, count, 0);
    case 'bucketed-biases':
      return count > 0
        ? "a matrix of positions beside bucketed-biases positions can't be run"
        : findBucketProblem(blocks, positions);
  }
}

function tooLong(sequenceLength: number, count: number, first: number): string {
  const padding = first === 0 ? '' : `, ${first} of them of the padding`;
  return `a sequence of ${sequenceLength} tokens is too long: the model has ${count} positions${padding}, so take at most ${count - first}`;
}

/** Why T5's buckets of distances can't be run. */
function findBucketProblem(
  blocks: Architecture['blocks'],
  { buckets, maxDistance }: Extract<Positions, { kind: 'bucketed-biases' }>,
): string | null {
  if (buckets < 4 || buckets % 2 === 1 || maxDistance <= buckets / 2) {
    return `${buckets} buckets of distances up to ${maxDistance} can't be run: expected an even number from 4, and distances beyond half of them`;
  }
  const seen = new Set<string>();
  for (const [index, { stack, operation }] of blocks.entries()) {
    if (operation.kind !== 'self-attention') continue;
    const { distanceBiases } = operation;
    const isFirst = !seen.has(stack);
    seen.add(stack);
    if (distanceBiases !== buckets && (isFirst || distanceBiases > 0)) {
      return `block ${index}: ${distanceBiases} biases of distances can't be run: expected one for each of ${buckets} buckets`;
    }
  }
  return null;
}

/** Why DeBERTa's distances can't be told apart. */
function findDistanceProblem(
  { distances }: Embedding,
  { buckets, maxDistance }: Extract<Positions, { kind: 'disentangled' }>,
): string | null {
  const count = distances?.count ?? 0;
  const expected = 2 * (buckets === 0 ? maxDistance : buckets);
  if (count !== expected) {
    return `disentangled positions can't be run with ${count} vectors of distances: expected ${expected}, for both sides`;
  }
  if (buckets === 0 || (buckets >= 4 && buckets % 2 === 0 && maxDistance > buckets / 2 + 1)) {
    return null;
  }
  return `${buckets} buckets of distances up to ${maxDistance} can't be run: expected an even number from 4, and distances beyond half of them`;
}

/** The same of the positions of an operation, its own or those of the model. */
export function findOperationPositionProblem(
  block: Block,
  operation: SelfAttention,
  ofModel: Positions,
): string | null {
  const positions = operation.positions ?? ofModel;
  const { positionKeys, positionQueries, relativePositions } = operation;
  if ((positionKeys ?? positionQueries) !== null && positions.kind !== 'disentangled') {
    return `keys and queries of distances can't be run with ${positions.kind} positions`;
  }
  if (operation.distanceBiases > 0 && positions.kind !== 'bucketed-biases') {
    return `biases of distances can't be run with ${positions.kind} positions`;
  }
  if (relativePositions !== (positions.kind === 'transformer-xl')) {
    return `relative positions, as in Transformer-XL, can't be run with ${positions.kind} positions`;
  }
  if (relativePositions && (!block.causal || block.hiddenSize % 2 === 1)) {
    return "relative positions, as in Transformer-XL, can't be run where tokens see later ones, or with an odd hidden size";
  }
  if (operation.positions !== null && !OF_OPERATIONS.includes(positions.kind)) {
    return `${positions.kind} positions of some blocks alone can't be run`;
  }
  return positions.kind === 'rotary'
    ? operation.latent === null
      ? findRotaryProblem(positions, headSizeOf(block, operation))
      : findRotaryProblem({ ...positions, fraction: 1 }, operation.latent.rotarySize)
    : null;
}

function findRotaryProblem(positions: RotaryPositions, headSize: number): string | null {
  const d = rotatedChannels(positions, headSize);
  if (d % 2 === 1) return `rotary positions of ${d} channels, an odd number, can't be run`;
  const frequencies = rotaryFrequencies(positions, d);
  return typeof frequencies === 'string' ? frequencies : null;
}
