import { CAPACITY_VARIABLES } from '../../capacity/formula-statistic.ts';
import { STATISTICS } from '../../capacity/statistics.ts';
import { INITIALIZATION_SCHEMES } from '../../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../../initialization/weight-stream.ts';
import { DEFAULT_ALPHAS } from '../../scoring/balance.ts';
import { DEFAULT_SETTINGS, MODES } from '../../scoring/score-settings.ts';
import { DEFAULT_INITIALIZER_RANGE } from '../../workflows/initializer-ranges.ts';
import { option } from './option-spec.ts';
import {
  MAX_REPEATS,
  parseBalance,
  parseInitializerRange,
  parseNumber,
  wholeNumber,
} from './parse-values.ts';

const alphas = Object.entries(DEFAULT_ALPHAS).map(
  ([family, { alpha }]) => `${alpha} for ${family}s`,
);
const statistics = STATISTICS.map(({ name }) => name).join(', ');

/** The seed, and how weights are drawn. */
export const DRAWING = {
  seed: option('--seed <n>', 'seed of every random number', {
    parse: wholeNumber(0, MAX_SEED),
    default: DEFAULT_SETTINGS.seed,
  }),
  initialization: option('--initialization <how>', 'how weights are drawn', {
    choices: INITIALIZATION_SCHEMES,
    default: DEFAULT_SETTINGS.initialization,
  }),
};

/** How capacities are measured. */
export const CAPACITIES = {
  capacity: option(
    '--capacity <statistic>',
    `statistic of a matrix: ${statistics}, or a formula of ${CAPACITY_VARIABLES.join(', ')}`,
    { default: DEFAULT_SETTINGS.statistic.name },
  ),
  mode: option('--mode <mode>', 'closed form, seeded weights or a checkpoint', {
    choices: MODES,
    default: DEFAULT_SETTINGS.mode,
  }),
  seed: DRAWING.seed,
  seeds: option('--seeds <k>', 'average over k seeds, from --seed on', {
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_SETTINGS.seeds,
  }),
  initialization: DRAWING.initialization,
  initializerRange: option(
    '--initializer-range <s>',
    'deviation of the weights of all candidates, or declared for that of each',
    { parse: parseInitializerRange, default: DEFAULT_INITIALIZER_RANGE },
  ),
};

/** How capacities are combined. */
export const BALANCE = {
  alpha: option('--alpha <a>', 'score = a * attention + (1 - a) * feedForward', {
    parse: parseNumber,
    defaultText: alphas.join(', '),
    conflicts: ['balance', 'formula'],
  }),
  balance: option('--balance <list>', 'as attention=0.7,feedForward=0.3,embedding=0.1', {
    parse: parseBalance,
    conflicts: ['alpha', 'formula'],
  }),
  formula: option(
    '--formula <formula>',
    'formula of attention, feedForward, embedding, depth, params and others',
  ),
};

/** Everything that a score depends on besides the architecture. */
export const SCORING = {
  settings: option('--settings <file>', 'settings of zerolm tune --out; options override them'),
  ...BALANCE,
  ...CAPACITIES,
};
