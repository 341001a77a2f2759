import {
  TUNING_CORRELATIONS,
  TUNING_DRAWS,
  TUNING_STRATEGIES,
} from '../../tuning/tuning-options.ts';
import { DEFAULT_TUNING } from '../../workflows/tune.ts';
import { BALANCE } from './scoring-options.ts';
import { MAX_REPEATS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** How a balance is chosen. */
export const TUNING = {
  strategy: {
    flags: '--strategy <how>',
    description: 'choose by',
    choices: TUNING_STRATEGIES,
    default: DEFAULT_TUNING.strategy,
  },
  samples: {
    flags: '--samples <n>',
    description: 'labelled candidates that sampling uses',
    parse: wholeNumber(2, MAX_REPEATS),
    default: DEFAULT_TUNING.samples,
  },
  draw: {
    flags: '--draw <how>',
    description: 'how sampling draws them',
    choices: TUNING_DRAWS,
    default: DEFAULT_TUNING.draw,
  },
  correlation: {
    flags: '--correlation <name>',
    description: 'correlation to maximize',
    choices: TUNING_CORRELATIONS,
    default: DEFAULT_TUNING.correlation,
  },
  out: {
    flags: '--out <file>',
    description: 'write the settings here, for --settings',
  },
} as const satisfies OptionSpecs;

/** Options that are refused with a reason: tune chooses the balance itself. */
export const REFUSED = {
  alpha: { ...BALANCE.alpha, hidden: true },
  balance: { ...BALANCE.balance, hidden: true },
  formula: { ...BALANCE.formula, hidden: true },
} as const satisfies OptionSpecs;
