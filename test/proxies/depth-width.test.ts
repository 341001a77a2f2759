import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depthWidth } from '../../src/proxies/depth-width.ts';
import { DEFAULT_PROXY_SETTINGS } from '../../src/proxy-parts/proxy.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

/** A model of blocks of given hidden sizes. */
const withSizes = (sizes: readonly number[]) =>
  model(sizes.map((hiddenSize) => block({ hiddenSize })));

describe('depthWidth', () => {
  test('orders by blocks, then by mean hidden size, ties alone for both: catches a size that outweighs a block', async () => {
    const sizes = fc.array(fc.constantFrom(1, 2, 3, 64, 767, 768, 65536), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (a, b) => {
        const [first = NaN, second = NaN] = await scoresOf(depthWidth, [
          withSizes(a),
          withSizes(b),
        ]);
        const mean = (values: readonly number[]): number =>
          values.reduce((sum, value) => sum + value / values.length, 0);
        const byMean = Math.abs(mean(a) - mean(b)) < 1e-9 ? 0 : mean(a) - mean(b);
        expect(Math.sign(roundForTies(first) - roundForTies(second))).toBe(
          Math.sign(a.length - b.length || byMean),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('is whole and unchanged by rounding up to the largest that it takes', async () => {
    const sizes = Array.from({ length: 9999 }, (_, index) => (index === 0 ? 1e8 - 1 - 9998 : 1));
    const [largest] = await scoresOf(depthWidth, [withSizes(sizes)]);
    expect(largest).toBe(9999_99999999);
    expect(roundForTies(largest ?? NaN)).toBe(largest);
  });

  test('refuses what does not fit: catches two models that rounding ties', async () => {
    const results = await depthWidth.score(
      [withSizes([1e8]), withSizes(new Array<number>(10_000).fill(1))],
      DEFAULT_PROXY_SETTINGS,
    );
    for (const result of results) {
      expect(result).toMatchObject({ ok: false });
      if (!result.ok) expect(result.reason).toContain('expected fewer than 10000');
    }
  });
});
