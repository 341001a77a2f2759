import type { TruthDirection } from './evaluate-scores.ts';

/** Words of names of errors: the lower such a quality, the better. */
const ERRORS: ReadonlySet<string> = new Set([
  ...['perplexity', 'perplexities', 'ppl', 'loss', 'losses', 'error', 'errors', 'err'],
  ...['nll', 'nlls', 'entropy', 'xent', 'bits', 'bpc', 'bpb', 'bpd', 'bpw'],
  ...['mse', 'rmse', 'mae', 'mape', 'wer', 'cer', 'ter'],
]);

/** Words of names of gains, which are errors where they are turned around. */
const GAINS: ReadonlySet<string> = new Set(['likelihood', 'probability', 'logprob', 'accuracy']);

/** Words that reverse the direction. */
const REVERSED: ReadonlySet<string> = new Set(['neg', 'negative', 'negated', 'minus', 'inverse']);

/**
 * The direction of a measured quality, from its name: errors by a word of it (`valid_ppl`,
 * `testLoss`, `word error rate`, `bits per byte`) are better the lower they are, unless they are
 * negated (`neg_loss`), and so are gains that are (`negative log-likelihood`); everything else is
 * better the higher it is.
 */
export function directionOfQuality(name: string): TruthDirection {
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const isReversed = words.some((word) => REVERSED.has(word));
  const isLower = words.some((word) => (isReversed ? GAINS : ERRORS).has(word));
  return isLower ? 'lower-is-better' : 'higher-is-better';
}
