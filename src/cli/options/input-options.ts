import { EXPERT_COUNTS } from '../../architecture/mixture-of-experts.ts';
import { BUILDS, LTS_FAMILIES } from '../../formats/candidate-format.ts';
import { option } from './option-spec.ts';

/** Which candidate of a file. */
export const ONE_CANDIDATE = {
  id: option('--id <id>', 'candidate to take from a file of several'),
};

/** How records become architectures. */
export const INPUT = {
  build: option('--build <how>', 'how to build a record of FlexiBERT or HW-GPT-Bench', {
    choices: BUILDS,
    default: 'default',
  }),
  family: option('--family <name>', 'LiteTransformerSearch family', { choices: LTS_FAMILIES }),
};

/** Which experts of a mixture are measured. */
export const EXPERTS = {
  experts: option('--experts <which>', 'experts to count', {
    choices: EXPERT_COUNTS,
    default: 'all',
  }),
};

/** Which candidates of the inputs are taken. */
export const IDS = {
  ids: option('--ids <file>', 'take these ids only: a file of ids, or a,b,c'),
};

/** What happens to invalid candidates. */
export const SKIPPING = {
  skipInvalid: option('--skip-invalid', 'skip invalid candidates with a warning'),
};

/** Constraints of a search space besides those of its file. */
export const CONSTRAINTS = {
  constraint: option('--constraint <formula>', 'as "params <= 15M"; may be given several times', {
    repeatable: true,
  }),
  latencyTable: option('--latency-table <file>', 'times for latency_ms, by zerolm latency --table'),
};
