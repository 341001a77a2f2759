import type { OptionSpecs } from './option-spec.ts';

/** Constraints besides those of the file. */
export const CONSTRAINTS = {
  constraint: {
    flags: '--constraint <formula>',
    description: 'as "params <= 15M"; may be given several times',
    repeatable: true,
  },
} as const satisfies OptionSpecs;
