import { failure, success } from '../result.ts';
import type { CountedCost } from './cost.ts';
import { peakActivations } from './peak-activations.ts';

/** Bytes of a number in single precision. */
const BYTES = 4;

/**
 * Bytes of a forward pass in single precision: 4 for each parameter, and 4 for each number that
 * lives at its peak, as {@link peakActivations} counts them. What a program takes besides, as the
 * copies and buffers of its engine, is not among them.
 */
export const memoryCost: CountedCost = {
  name: 'memory',
  unit: 'bytes',
  title: 'bytes',
  subject: 'memory',
  dependsOn: ['batch', 'sequenceLength'],
  describe: ({ batch, sequenceLength }) =>
    `bytes of the weights and of the peak of a pass over ${batch} x ${sequenceLength} tokens`,
  count: ({ architecture, parameters }, settings) => {
    if (architecture === null) {
      return failure(
        'a checkpoint does not say how its weights are put together; its params are known',
      );
    }
    const { maxPositionEmbeddings: positions } = architecture.embedding;
    if (positions > 0 && settings.sequenceLength > positions) {
      return failure(
        `a sequence of ${settings.sequenceLength} is longer than its ${positions} positions`,
      );
    }
    return success(BYTES * (parameters + peakActivations(architecture, settings)));
  },
};
