import { DEFAULT_BEST_OF } from '../../evaluation/pick-regret.ts';
import { NSC_SHAPES } from '../../proxies/proxy.ts';
import { MAX_REPEATS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { parseBudgets, wholeNumber } from './parse-values.ts';

/** Which proxies are compared, and how. */
export const EVALUATION = {
  proxy: {
    flags: '--proxy <names>',
    description: 'a,b or weights, network, all',
    defaultText: 'closed-form',
  },
  baseline: {
    flags: '--baseline <proxy>',
    description: 'proxy to compare the others with',
    default: 'params',
  },
  within: {
    flags: '--within <field>',
    description: 'also tau inside groups of equal depth or other field',
  },
  budget: {
    flags: '--budget <sizes>',
    description: 'regret under these parameter counts, as 10M,20M',
    parse: parseBudgets,
    default: [],
  },
  bestOf: {
    flags: '--best-of <k>',
    description: 'regret of the best of k highest scores',
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_BEST_OF,
  },
} as const satisfies OptionSpecs;

/** The Neural Spectral Capacity. */
export const NSC = {
  nscShapes: {
    flags: '--nsc-shapes <shapes>',
    description: 'shapes of nsc',
    choices: NSC_SHAPES,
    default: 'true',
  },
} as const satisfies OptionSpecs;

/** Scores that are kept for the next run. */
export const RESUME = {
  resume: {
    flags: '--resume <file>',
    description: 'keep finished scores here (NDJSON), and reuse them',
  },
} as const satisfies OptionSpecs;
