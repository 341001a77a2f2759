import { MAX_DRAWN } from './limits.ts';
import type { OptionSpecs } from './option-spec.ts';
import { parseBigInt, wholeNumber } from './parse-values.ts';

/** Constraints besides those of the file. */
export const CONSTRAINTS = {
  constraint: {
    flags: '--constraint <formula>',
    description: 'as "params <= 15M"; may be given several times',
    repeatable: true,
  },
} as const satisfies OptionSpecs;

/** How many candidates are drawn. */
export const SAMPLE = {
  n: {
    flags: '--n <n>',
    description: 'candidates to draw',
    parse: wholeNumber(1, MAX_DRAWN),
    default: 10,
  },
} as const satisfies OptionSpecs;

/** Which candidates are listed. */
export const PART = {
  from: {
    flags: '--from <i>',
    description: 'number of the first candidate',
    parse: parseBigInt,
    default: 0n,
    defaultText: '0',
  },
  count: {
    flags: '--count <n>',
    description: 'candidates to list',
    parse: parseBigInt,
    defaultText: 'all',
  },
} as const satisfies OptionSpecs;
