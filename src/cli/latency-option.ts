import { OPTIONS } from './options.ts';

/** The options of a measurement that a command takes. */
export const LATENCY_OPTIONS = [
  OPTIONS.batch,
  OPTIONS.passLength,
  OPTIONS.threads,
  OPTIONS.warmUp,
  OPTIONS.repeats,
  OPTIONS.memoryLimit,
];
