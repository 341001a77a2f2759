import type { TruthDirection } from './evaluate-scores.ts';

/** Words of names of errors: the lower such a quality, the better. */
const ERRORS: ReadonlySet<string> = new Set([
  ...['perplexity', 'ppl', 'loss', 'nll', 'error', 'err', 'bpc', 'bpb', 'bpd'],
  ...['mse', 'rmse', 'mae', 'mape', 'wer', 'cer', 'ter'],
]);

/** Words that turn the direction around. */
const TURNED: ReadonlySet<string> = new Set(['neg', 'negative', 'negated', 'minus', 'inverse']);

/**
 * The direction of a measured quality as its name tells it: errors by a word of it (`valid_ppl`,
 * `testLoss`, `word error rate`) are better the lower they are, unless they are negated (`neg_loss`);
 * everything else is better the higher it is.
 */
export function directionOfQuality(name: string): TruthDirection {
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const isError = words.some((word) => ERRORS.has(word));
  const isTurned = words.some((word) => TURNED.has(word));
  return isError && !isTurned ? 'lower-is-better' : 'higher-is-better';
}
