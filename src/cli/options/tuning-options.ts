import {
  TUNING_CORRELATIONS,
  TUNING_DRAWS,
  TUNING_STRATEGIES,
} from '../../tuning/tuning-options.ts';
import { DEFAULT_TUNING } from '../../workflows/tune.ts';
import { option } from './option-spec.ts';
import { MAX_REPEATS, wholeNumber } from './parse-values.ts';
import { BALANCE } from './scoring-options.ts';

/** How a balance is chosen. */
export const TUNING = {
  strategy: option('--strategy <how>', 'choose by', {
    choices: TUNING_STRATEGIES,
    default: DEFAULT_TUNING.strategy,
  }),
  samples: option('--samples <n>', 'labelled candidates that sampling uses', {
    parse: wholeNumber(2, MAX_REPEATS),
    default: DEFAULT_TUNING.samples,
  }),
  draw: option('--draw <how>', 'how sampling draws them', {
    choices: TUNING_DRAWS,
    default: DEFAULT_TUNING.draw,
  }),
  correlation: option('--correlation <name>', 'correlation to maximize', {
    choices: TUNING_CORRELATIONS,
    default: DEFAULT_TUNING.correlation,
  }),
  out: option('--out <file>', 'write the settings here, for --settings'),
};

/** Options that are refused with a reason: tune chooses the balance itself. */
export const REFUSED = {
  alpha: { ...BALANCE.alpha, hidden: true },
  balance: { ...BALANCE.balance, hidden: true },
  formula: { ...BALANCE.formula, hidden: true },
} as const;
