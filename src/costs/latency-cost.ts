import type { Cost } from './cost.ts';

/** Median milliseconds of a forward pass in onnxruntime, measured: the one cost that no run repeats. */
export const latencyCost: Cost = {
  name: 'latency',
  unit: 'ms',
  title: 'median ms',
  subject: 'latency',
  dependsOn: ['batch', 'sequenceLength'],
  describe: ({ batch, sequenceLength }) =>
    `median ms of a forward pass over ${batch} x ${sequenceLength} tokens, measured`,
};
