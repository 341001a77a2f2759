import { success } from '../result.ts';
import type { CountedCost } from './cost.ts';
import { memoryParts } from './memory-parts.ts';

/**
 * Bytes of a forward pass: those of the weights, of the keys and values of a context if one is given,
 * and of the numbers that live at its peak (see {@link memoryParts}); in single precision, unless
 * another type is given.
 */
export const memoryCost: CountedCost = {
  name: 'memory',
  unit: 'bytes',
  title: 'bytes',
  subject: 'memory',
  dependsOn: ['batch', 'sequenceLength', 'dtype', 'context'],
  describe: ({ batch, sequenceLength, dtype, context }) => {
    const pass = `a pass over ${batch} x ${sequenceLength} tokens`;
    if (dtype === undefined && context === undefined) {
      return `bytes of the weights and of the peak of ${pass}`;
    }
    const kept = context === undefined ? '' : `, context ${context}`;
    return `bytes in ${dtype ?? 'f32'} of weights and ${pass}${kept}`;
  },
  isSum: false,
  count: (model, settings) => {
    const parts = memoryParts(model, settings);
    return parts.ok ? success(parts.value.reduce((sum, { bytes }) => sum + bytes, 0)) : parts;
  },
};
