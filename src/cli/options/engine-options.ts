import { DEFAULT_LATENCY_SETTINGS } from '../../latency/latency-settings.ts';
import { MAX_BATCH, MAX_SEQUENCE_LENGTH, MAX_THREADS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { parseBytes, wholeNumber } from './parse-values.ts';

/** How the work is done; none of these changes a score. */
export const ENGINE = {
  jobs: {
    flags: '--jobs <n>',
    description: 'worker threads',
    parse: wholeNumber(1, MAX_THREADS),
    defaultText: 'one per core',
  },
  cache: {
    flags: '--no-cache',
    description: 'draw every matrix again; it changes no score',
  },
  cacheDir: {
    flags: '--cache-dir <folder>',
    description: 'keep measurements of weights here between runs',
  },
} as const satisfies OptionSpecs;

/** The size of a forward pass. */
export const PASS = {
  batch: {
    flags: '--batch <n>',
    description: 'sequences in a batch',
    parse: wholeNumber(1, MAX_BATCH),
    default: DEFAULT_LATENCY_SETTINGS.batch,
  },
  sequenceLength: {
    flags: '--sequence-length <n>',
    description: 'tokens in a sequence',
    parse: wholeNumber(1, MAX_SEQUENCE_LENGTH),
    default: DEFAULT_LATENCY_SETTINGS.sequenceLength,
  },
} as const satisfies OptionSpecs;

/** The memory of models that are run. */
export const MEMORY = {
  memoryLimit: {
    flags: '--memory-limit <size>',
    description: 'memory for running models, as 500M',
    parse: parseBytes,
    default: DEFAULT_LATENCY_SETTINGS.memoryLimit,
    defaultText: '2G',
  },
} as const satisfies OptionSpecs;
