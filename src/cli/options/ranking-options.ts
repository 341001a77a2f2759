import { MAX_SEED } from '../../initialization/weight-stream.ts';
import { SORT_KEYS } from '../../workflows/list-ranking.ts';
import type { OptionSpecs } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** Which candidates a ranking lists, and in which order. */
export const RANKING = {
  top: {
    flags: '--top <n>',
    description: 'list the best n only',
    parse: wholeNumber(1, MAX_SEED),
  },
  sort: {
    flags: '--sort <key>',
    description: 'order of the list',
    choices: SORT_KEYS,
    default: 'score',
  },
} as const satisfies OptionSpecs;
