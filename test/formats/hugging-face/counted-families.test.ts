import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClosedForm } from '../../../src/scoring/closed-form.ts';
import { DEFAULT_SETTINGS } from '../../../src/scoring/score-settings.ts';
import { candidateOf } from '../specs.ts';
import { BERT_LIKE } from './bert-like-models.ts';
import type { CountedFamily } from './counted-models.ts';
import { GPT_LIKE } from './gpt-like-models.ts';
import { MOBILEBERT } from './mobilebert-models.ts';
import { MORE_DECODERS } from './more-decoder-models.ts';
import { ROTARY_ENCODERS } from './rotary-encoder-models.ts';
import { totalOf } from './weights-of.ts';

/**
 * Configs of each family that are drawn: 1,800 of 18 families here, 960 of 16 in
 * `stacks-and-images.test.ts` and 1,740 of 29 in `llama-like.test.ts`, 4,500 in all.
 */
const RUNS = 100;

/** The number of parameters that the quick way of scoring finds. */
function quickTotalOf(record: object): number | undefined {
  const scored = new ClosedForm(DEFAULT_SETTINGS).score(candidateOf(record).architecture);
  return scored.ok ? scored.value.parameters.total : undefined;
}

const FAMILIES: readonly (readonly [string, CountedFamily])[] = Object.entries({
  ...{ ...GPT_LIKE, ...MORE_DECODERS, ...BERT_LIKE, ...ROTARY_ENCODERS, ...MOBILEBERT },
});

describe.each(FAMILIES)('the parameters of %s', (model_type, { defaults, published, random }) => {
  test.each(published)('%s', (_, config, total, counted) => {
    expect(counted).toBe(total);
    expect(totalOf({ model_type, ...config })).toBe(total);
    expect(quickTotalOf({ model_type, ...config })).toBe(total);
  });

  test('with the defaults of the library', () => {
    const [config, counted] = defaults;
    expect(totalOf({ model_type })).toBe(counted);
    expect(totalOf({ model_type, ...config })).toBe(counted);
  });

  test('whatever its sizes and flags: catches a weight that a flag brings', () => {
    fc.assert(
      fc.property(random, ([config, counted]) => {
        expect(totalOf({ model_type, ...config })).toBe(counted);
        expect(quickTotalOf({ model_type, ...config })).toBe(counted);
      }),
      { numRuns: RUNS },
    );
  });
});
