import { multiplyAdds } from '../proxies/flops.ts';
import { failure, success } from '../result.ts';
import type { CountedCost } from './cost.ts';

/** Multiply-adds of a forward pass per token of a sequence, as the proxy `flops` counts them. */
export const flopsCost: CountedCost = {
  name: 'flops',
  unit: 'multiply-adds per token',
  title: 'multiply-adds',
  subject: 'multiply-adds per token',
  dependsOn: ['sequenceLength'],
  describe: ({ sequenceLength }) => `multiply-adds per token of a sequence of ${sequenceLength}`,
  isSum: true,
  count: ({ architecture }, { sequenceLength }) =>
    architecture === null
      ? failure('a checkpoint does not say how its weights are put together; its params are known')
      : success(multiplyAdds(architecture, sequenceLength)),
};
