import { MAX_SEED } from '../../initialization/weight-stream.ts';
import type { OptionSpecs } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

/** Keys by which a ranking may be listed, the default first. */
export const SORT_KEYS = [
  'score',
  'id',
  'parameters',
  'attention',
  'feedForward',
  'embedding',
  'truth',
  'cost',
] as const;

/** A key by which a ranking may be listed. */
export type SortKey = (typeof SORT_KEYS)[number];

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
