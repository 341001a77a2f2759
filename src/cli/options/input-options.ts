import { EXPERT_COUNTS } from '../../architecture/architecture.ts';
import { BUILDS, LTS_FAMILIES } from '../../formats/candidate-format.ts';
import type { OptionSpecs } from './option-spec.ts';

/** Which candidate of a file. */
export const ONE_CANDIDATE = {
  id: { flags: '--id <id>', description: 'candidate to take from a file of several' },
} as const satisfies OptionSpecs;

/** How records become architectures. */
export const INPUT = {
  build: {
    flags: '--build <how>',
    description: 'how to build a record of FlexiBERT or HW-GPT-Bench',
    choices: BUILDS,
    default: 'declared',
  },
  family: {
    flags: '--family <name>',
    description: 'LiteTransformerSearch family',
    choices: LTS_FAMILIES,
  },
} as const satisfies OptionSpecs;

/** Which experts of a mixture are measured. */
export const EXPERTS = {
  experts: {
    flags: '--experts <which>',
    description: 'experts to count',
    choices: EXPERT_COUNTS,
    default: 'all',
  },
} as const satisfies OptionSpecs;

/** What happens to invalid candidates. */
export const SKIPPING = {
  skipInvalid: {
    flags: '--skip-invalid',
    description: 'skip invalid candidates with a warning',
  },
} as const satisfies OptionSpecs;
