import { describe, expect, test } from 'vitest';
import { directionOfQuality } from '../../src/evaluation/quality-direction.ts';

describe('directionOfQuality', () => {
  test.each(
    [
      ...['perplexity', 'ppl', 'valid_ppl', 'Test PPL', 'test_word_ppl_nomem', 'validLoss', 'loss'],
      ...['eval-loss', 'word error rate', 'top1_error', 'RMSE', 'nll', 'bpc', 'wer (clean)'],
      ...['cross_entropy', 'valid xent', 'bits_per_byte', 'bitsPerCharacter', 'val_losses'],
      ...['negative log-likelihood', 'neg_log_likelihood', 'minusAccuracy'],
    ].map((name) => [name]),
  )('%s is an error by a word of it: catches a ranking praised for the worst', (name) => {
    expect(directionOfQuality(name)).toBe('lower-is-better');
  });

  test.each(
    [
      ...['glue', 'GLUE Score', 'mnli_matched', 'accuracy', 'quality', 'bleu', '', '7', 'truth'],
      // Part of a word is no word: glossary, supplement, terror, lossless.
      ...['glossary', 'supplement', 'terror', 'lossless', 'pplx'],
      ...['log_likelihood', 'negative_cross_entropy', 'rabbits'],
      ...['neg_loss', 'minus perplexity', 'negativeLoss'],
    ].map((name) => [name]),
  )('"%s" is none', (name) => {
    expect(directionOfQuality(name)).toBe('higher-is-better');
  });
});
