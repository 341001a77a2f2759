import type { Architecture } from '../architecture/architecture.ts';
import { lengthOfSequence } from '../architecture/image-length.ts';
import { failure, success, type Result } from '../result.ts';
import type { CostedModel, CostSettings } from './cost.ts';
import { activationDtype, weightBytes, type Dtype } from './dtype.ts';
import { cachedNumbers, hasCache } from './key-value-cache.ts';
import { peakActivations } from './peak-activations.ts';

/** Numbers of one kind in memory. */
export interface MemoryPart {
  readonly part: 'weights' | 'cache' | 'activations';
  readonly numbers: number;
  readonly dtype: Dtype;
  readonly bytes: number;
}

/**
 * What a pass holds in memory, part by part: all weights, those of every expert among them; keys and
 * values of a context, where one is given; and the activations at their peak.
 *
 * With a context, the pass is over its last tokens, as many as a sequence has, and they attend to all
 * before them. What a program takes besides, as the copies and buffers of its engine, is not among
 * them.
 *
 * @returns the parts, or why the model can't take such a pass
 */
export function memoryParts(
  { architecture, parameters }: CostedModel,
  settings: CostSettings,
): Result<readonly MemoryPart[]> {
  if (architecture === null) {
    return failure(
      'a checkpoint does not say how its weights are put together; its params are known',
    );
  }
  const { batch, dtype = 'f32', context = null } = settings;
  const sequenceLength = lengthOfSequence(architecture.embedding, settings.sequenceLength);
  const problem = findLengthProblem(architecture, sequenceLength, context);
  if (problem !== null) return failure(problem);
  const own = activationDtype(dtype);
  const cached =
    context === null ? 0 : batch * cachedNumbers(architecture, context, sequenceLength);
  const activations = peakActivations(architecture, settings);
  return success([
    { part: 'weights', numbers: parameters, dtype, bytes: weightBytes(parameters, dtype) },
    ...(context === null
      ? []
      : [{ part: 'cache', numbers: cached, dtype: own, bytes: weightBytes(cached, own) } as const]),
    {
      part: 'activations',
      numbers: activations,
      dtype: own,
      bytes: weightBytes(activations, own),
    },
  ]);
}

function findLengthProblem(
  architecture: Architecture,
  sequenceLength: number,
  context: number | null,
): string | null {
  const { maxPositionEmbeddings: positions, decoder, input } = architecture.embedding;
  if (context !== null && !hasCache(architecture)) {
    return 'it keeps no keys and values, so it has no context: only decoders have one';
  }
  // In an encoder-decoder the context is of the decoder, and the sequence of the encoder.
  const isOne = architecture.blocks.every(({ stack }) => stack === 'single');
  const length = isOne ? (context ?? sequenceLength) : sequenceLength;
  // Not all tokens of an image need have a position.
  if (input?.kind !== 'patches' && positions > 0 && length > positions) {
    const subject = isOne && context !== null ? 'context' : 'sequence';
    return `a ${subject} of ${length} is longer than its ${positions} positions`;
  }
  const ofDecoder = decoder?.maxPositionEmbeddings ?? 0;
  return ofDecoder > 0 && context !== null && context > ofDecoder
    ? `a context of ${context} is longer than the ${ofDecoder} positions of its decoder`
    : null;
}
