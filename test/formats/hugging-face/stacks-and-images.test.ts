import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClosedForm } from '../../../src/scoring/closed-form.ts';
import { DEFAULT_SETTINGS } from '../../../src/scoring/score-settings.ts';
import { candidateOf, readSpec } from '../specs.ts';
import { ENCODER_DECODERS } from './encoder-decoder-models.ts';
import { IMAGES_AND_TEXTS } from './image-text-models.ts';
import { totalOf } from './weights-of.ts';

/** Configs of each family that are drawn. */
const RUNS = 60;

const FAMILIES = Object.entries({ ...ENCODER_DECODERS, ...IMAGES_AND_TEXTS });

/** The number of parameters that the quick way of scoring finds. */
function quickTotalOf(record: object): number | undefined {
  const scored = new ClosedForm(DEFAULT_SETTINGS).score(candidateOf(record).architecture);
  return scored.ok ? scored.value.parameters.total : undefined;
}

describe.each(FAMILIES)('the parameters of %s', (model_type, { defaults, published, random }) => {
  const [config, counted] = defaults;
  // A size of patches has to be said.
  const patches = 'patch_size' in config ? { patch_size: config.patch_size } : {};
  const complete = (own: object): object => ({ model_type, ...patches, ...own });

  test.each(published)('%s', (_, own, total, count) => {
    expect(count).toBe(total);
    expect(totalOf(complete(own))).toBe(total);
    expect(quickTotalOf(complete(own))).toBe(total);
  });

  test('with the defaults of the library', () => {
    expect(totalOf(complete({}))).toBe(counted);
    expect(totalOf({ model_type, ...config })).toBe(counted);
  });

  test('whatever its sizes and flags: catches a weight that a flag brings', () => {
    fc.assert(
      fc.property(random, ([own, count]) => {
        expect(totalOf({ model_type, ...own })).toBe(count);
        expect(quickTotalOf({ model_type, ...own })).toBe(count);
      }),
      { numRuns: RUNS },
    );
  });

  test('no key that its configs have is unknown', () => {
    const { warnings } = readSpec({ model_type, ...config });
    expect(warnings.filter(({ message }) => message.includes('unknown'))).toEqual([]);
  });
});
