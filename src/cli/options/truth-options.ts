import { DEFAULT_RESAMPLES } from '../../evaluation/bootstrap-interval.ts';
import { REPEATED_IDS } from '../../truth/truth-runs.ts';
import { MAX_REPEATS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** Where the ground truth of every command comes from, and what it means. */
export const TRUTH_FILE = {
  truth: {
    flags: '--truth <file>',
    description: 'measured quality by id (CSV, JSON or YAML)',
  },
  truthColumn: {
    flags: '--truth-column <name>',
    description: 'quality to use; a,b are two runs of one quality',
  },
  repeated: {
    flags: '--repeated <how>',
    description: 'ids with several rows',
    choices: REPEATED_IDS,
    default: 'refuse',
  },
  lowerIsBetter: {
    flags: '--lower-is-better',
    description: 'as for an error; loss and perplexity imply it',
  },
  higherIsBetter: {
    flags: '--higher-is-better',
    description: 'as for an accuracy, whatever its name',
    conflicts: ['lowerIsBetter'],
  },
} as const satisfies OptionSpecs;

/** The same of commands that need no ground truth. */
export const TRUTH = {
  ...TRUTH_FILE,
  scores: {
    flags: '--no-scores',
    description: 'ignore the qualities that candidates carry',
    conflicts: ['truth'],
  },
} as const satisfies OptionSpecs;

/** The intervals of rank correlations. */
export const INTERVALS = {
  resamples: {
    flags: '--resamples <n>',
    description: 'bootstrap resamples of the intervals',
    parse: wholeNumber(100, MAX_REPEATS),
    default: DEFAULT_RESAMPLES,
  },
} as const satisfies OptionSpecs;
