import { success } from '../result.ts';
import type { CountedCost } from './cost.ts';

/** Parameters of all parts: weights, biases and norms, with a head where it has weights of its own. */
export const paramsCost: CountedCost = {
  name: 'params',
  unit: 'parameters',
  title: 'parameters',
  subject: 'parameters',
  dependsOn: [],
  describe: () => 'parameters of all parts',
  isSum: true,
  count: ({ parameters }) => success(parameters),
};
