import { describe, expect, it } from 'vitest';
import { drawResample } from '../../src/evaluation/draw-resample.ts';

function draw(seed: number, resample: number, n: number): number[] {
  const multiplicities = new Uint32Array(n).fill(99);
  drawResample(seed, resample, multiplicities);
  return [...multiplicities];
}

describe('drawResample', () => {
  it('draws n items: catches counts left over from the last resample', () => {
    for (const n of [1, 2, 3, 4, 5, 6, 17]) {
      expect(draw(1, 0, n).reduce((sum, count) => sum + count, 0)).toBe(n);
    }
  });

  it('is a function of seed and resample: catches hidden state', () => {
    const first = draw(3, 5, 50);
    draw(4, 6, 50);
    expect(draw(3, 5, 50)).toEqual(first);
    expect(draw(4, 5, 50)).not.toEqual(first);
    expect(draw(3, 6, 50)).not.toEqual(first);
  });

  it('uses the upper half of the seed: catches a seed cut to 32 bits', () => {
    expect(draw(3 + 2 ** 32, 5, 50)).not.toEqual(draw(3, 5, 50));
    expect(draw(Number.MAX_SAFE_INTEGER, 5, 50)).not.toEqual(draw(2 ** 32 - 1, 5, 50));
  });

  it('draws every item equally often: catches a biased map from words to items', () => {
    const n = 7;
    const resamples = 20_000;
    const totals = new Float64Array(n);
    for (let resample = 0; resample < resamples; resample++) {
      draw(1, resample, n).forEach((count, item) => {
        totals[item] = totals[item]! + count;
      });
    }
    // The standard deviation of a total is 131 for 20,000 expected draws.
    for (const total of totals) expect(Math.abs(total - resamples)).toBeLessThan(4 * 131);
  });
});
