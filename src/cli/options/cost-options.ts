import { COST_NAMES } from '../../costs/registry.ts';
import { DEFAULT_LATENCY_SETTINGS } from '../../latency/latency-settings.ts';
import { MEMORY, PASS } from './engine-options.ts';
import { MAX_REPEATS, MAX_THREADS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** How the time of a pass is measured, besides its size. */
export const TIMING = {
  threads: {
    flags: '--threads <n>',
    description: 'threads of onnxruntime in one pass',
    parse: wholeNumber(1, MAX_THREADS),
    default: DEFAULT_LATENCY_SETTINGS.threads,
  },
  warmUp: {
    flags: '--warm-up <n>',
    description: 'untimed passes of each model',
    parse: wholeNumber(0, MAX_REPEATS),
    default: DEFAULT_LATENCY_SETTINGS.warmUp,
  },
  repeats: {
    flags: '--repeats <n>',
    description: 'timed passes of each model',
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_LATENCY_SETTINGS.repeats,
  },
  ...MEMORY,
} as const satisfies OptionSpecs;

/** A measurement of latency. */
export const LATENCY = { ...PASS, ...TIMING };

/** A cost, and what it depends on. */
export const COST = {
  cost: {
    flags: '--cost <cost>',
    description: 'Pareto front by cost',
    choices: COST_NAMES,
  },
  ...LATENCY,
} as const satisfies OptionSpecs;
