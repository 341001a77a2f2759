import {
  TUNING_CORRELATIONS,
  TUNING_DRAWS,
  TUNING_STRATEGIES,
} from '../../tuning/tuning-options.ts';
import { MAX_REPEATS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** How a balance is chosen. */
export const TUNING = {
  strategy: {
    flags: '--strategy <how>',
    description: 'choose by',
    choices: TUNING_STRATEGIES,
    default: 'sampling',
  },
  samples: {
    flags: '--samples <n>',
    description: 'labelled candidates that sampling uses',
    parse: wholeNumber(2, MAX_REPEATS),
    default: 20,
  },
  draw: {
    flags: '--draw <how>',
    description: 'how sampling draws them',
    choices: TUNING_DRAWS,
    default: 'spread',
  },
  correlation: {
    flags: '--correlation <name>',
    description: 'correlation to maximize',
    choices: TUNING_CORRELATIONS,
    default: 'kendall',
  },
  out: {
    flags: '--out <file>',
    description: 'write the settings here, for --settings',
  },
} as const satisfies OptionSpecs;
