import { CAPACITY_VARIABLES } from '../../capacity/formula-statistic.ts';
import { STATISTICS } from '../../capacity/statistics.ts';
import { INITIALIZATION_SCHEMES } from '../../initialization/initialization-scheme.ts';
import { MAX_SEED } from '../../initialization/weight-stream.ts';
import { DEFAULT_ALPHAS } from '../../scoring/balance.ts';
import { DEFAULT_SETTINGS, MODES } from '../../scoring/score-settings.ts';
import { MAX_REPEATS } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { parseBalance, parseNumber, wholeNumber } from './parse-values.ts';

const alphas = Object.entries(DEFAULT_ALPHAS).map(
  ([family, { alpha }]) => `${alpha} for ${family}s`,
);

/** The seed, and how weights are drawn. */
export const DRAWING = {
  seed: {
    flags: '--seed <n>',
    description: 'seed of every random number',
    parse: wholeNumber(0, MAX_SEED),
    default: DEFAULT_SETTINGS.seed,
  },
  initialization: {
    flags: '--initialization <how>',
    description: 'how weights are drawn',
    choices: INITIALIZATION_SCHEMES,
    default: DEFAULT_SETTINGS.initialization,
  },
} as const satisfies OptionSpecs;

/** How capacities are measured. */
export const CAPACITIES = {
  capacity: {
    flags: '--capacity <statistic>',
    description: `statistic of a matrix: ${STATISTICS.map(({ name }) => name).join(', ')}, or a formula of ${CAPACITY_VARIABLES.join(', ')}`,
    default: DEFAULT_SETTINGS.statistic.name,
  },
  mode: {
    flags: '--mode <mode>',
    description: 'closed form, seeded weights or a checkpoint',
    choices: MODES,
    default: DEFAULT_SETTINGS.mode,
  },
  seed: DRAWING.seed,
  seeds: {
    flags: '--seeds <k>',
    description: 'average over k seeds, from --seed on',
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_SETTINGS.seeds,
  },
  initialization: DRAWING.initialization,
} as const satisfies OptionSpecs;

/** How capacities are combined. */
export const BALANCE = {
  alpha: {
    flags: '--alpha <a>',
    description: 'score = a * attention + (1 - a) * feedForward',
    parse: parseNumber,
    defaultText: alphas.join(', '),
    conflicts: ['balance', 'formula'],
  },
  balance: {
    flags: '--balance <list>',
    description: 'as attention=0.7,feedForward=0.3,embedding=0.1',
    parse: parseBalance,
    conflicts: ['alpha', 'formula'],
  },
  formula: {
    flags: '--formula <formula>',
    description: 'formula of attention, feedForward and embedding',
  },
} as const satisfies OptionSpecs;

/** Settings that zerolm tune has written. */
export const SETTINGS = {
  settings: {
    flags: '--settings <file>',
    description: 'settings from zerolm tune --out; options override them',
  },
} as const satisfies OptionSpecs;

/** Everything that a score depends on besides the architecture. */
export const SCORING = { ...SETTINGS, ...BALANCE, ...CAPACITIES };
