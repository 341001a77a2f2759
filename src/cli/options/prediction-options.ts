import { MAX_SEED } from '../../initialization/weight-stream.ts';
import { DEFAULT_PREDICTION } from '../../workflows/predict.ts';
import { option } from './option-spec.ts';
import { wholeNumber } from './parse-values.ts';

const count = wholeNumber(1, MAX_SEED);

/** What a prediction starts from, and what is wanted of it. */
export const PREDICTION = {
  prior: option('--prior <name>', 'proxy to start from, or none', {
    default: DEFAULT_PREDICTION.prior,
  }),
  suggest: option('--suggest <n>', 'list n candidates to label next', { parse: count }),
  top: option('--top <n>', 'list the first n only', { parse: count, conflicts: ['suggest'] }),
  best: option('--best <k>', 'k of the probability of being among the best k', {
    parse: count,
    default: DEFAULT_PREDICTION.best,
  }),
  against: option('--against <id>', 'add the probability of being better than it', {
    conflicts: ['suggest'],
  }),
  out: option('--out <file>', 'keep what the labels taught here, for --model'),
  model: option('--model <file>', 'apply what was kept, in place of labels'),
};
