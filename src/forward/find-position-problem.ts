import type { Architecture, Block, SelfAttention } from '../architecture/architecture.ts';
import { headSizeOf } from '../architecture/operations/attention-sizes.ts';
import type { Positions, RotaryPositions } from '../architecture/positions.ts';
import { rotatedChannels, rotaryFrequencies } from './rotary-frequencies.ts';

/** The ways to tell positions apart that an operation may have of its own. */
const OF_OPERATIONS: readonly Positions['kind'][] = ['none', 'rotary', 'alibi'];

/** Why the positions of a model can't be run, or not in sequences of that length; null if they can. */
export function findPositionProblem(
  { embedding, positions }: Architecture,
  sequenceLength: number,
): string | null {
  const { maxPositionEmbeddings: count, embeddingSize, projected } = embedding;
  switch (positions.kind) {
    case 'learned': {
      const { first } = positions;
      const most = count - first;
      if (sequenceLength <= most) return null;
      const padding = first === 0 ? '' : `, ${first} of them of the padding`;
      return `a sequence of ${sequenceLength} tokens is too long: the model has ${count} positions${padding}, so take at most ${most}`;
    }
    case 'none':
    case 'rotary':
    case 'alibi':
    case 'sinusoidal':
      if (positions.kind === 'alibi' && (positions.exponent ?? 8) !== 8) {
        return `ALiBi of another exponent than 8, ${positions.exponent ?? 8}, can't be run`;
      }
      if (positions.kind === 'alibi' && positions.divided === true) {
        return "ALiBi that is divided as the scores are can't be run";
      }
      if (count > 0) return `a matrix of positions beside ${positions.kind} positions can't be run`;
      if (positions.kind === 'sinusoidal' && projected !== 'tokens' && embeddingSize % 2 === 1) {
        return `sinusoidal positions of ${embeddingSize} channels, an odd number, can't be run`;
      }
      return null;
    case 'bucketed-biases':
    case 'disentangled':
    case 'transformer-xl':
      return `${positions.kind} positions can't be run`;
  }
}

/** The same of the positions of an operation, its own or those of the model. */
export function findOperationPositionProblem(
  block: Block,
  operation: SelfAttention,
  ofModel: Positions,
): string | null {
  const positions = operation.positions ?? ofModel;
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
