import { DEFAULT_RESAMPLES } from '../../evaluation/bootstrap-interval.ts';
import { REPEATED_IDS } from '../../truth/truth-runs.ts';
import { option } from './option-spec.ts';
import { MAX_REPEATS, wholeNumber } from './parse-values.ts';

/** Where the ground truth of every command comes from, and what it means. */
export const TRUTH_FILE = {
  truth: option('--truth <file>', 'measured quality by id (CSV, JSON or YAML)'),
  truthColumn: option('--truth-column <name>', 'quality to use; a,b are two runs of one quality'),
  repeated: option('--repeated <how>', 'ids with several rows', {
    choices: REPEATED_IDS,
    default: 'refuse',
  }),
  lowerIsBetter: option('--lower-is-better', 'as for an error; loss and perplexity imply it'),
  higherIsBetter: option('--higher-is-better', 'as for an accuracy, whatever its name', {
    conflicts: ['lowerIsBetter'],
  }),
};

/** The same of commands that need no ground truth. */
export const TRUTH = {
  ...TRUTH_FILE,
  scores: option('--no-scores', 'ignore the qualities that candidates carry', {
    conflicts: ['truth'],
  }),
};

/** The intervals of rank correlations. */
export const INTERVALS = {
  resamples: option('--resamples <n>', 'bootstrap resamples of the intervals', {
    parse: wholeNumber(100, MAX_REPEATS),
    default: DEFAULT_RESAMPLES,
  }),
};
