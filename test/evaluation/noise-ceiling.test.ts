import { describe, expect, it } from 'vitest';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { noiseCeiling } from '../../src/evaluation/noise-ceiling.ts';
import { spearmanRho } from '../../src/evaluation/spearman-rho.ts';
import { normalItems } from './random-items.ts';
import { valueOf } from './value-of.ts';

const N = 16_000;
const quality = normalItems(1, 'quality', N);

/** Runs of an increasing function of the true quality plus noise. */
function measure(noise: number, counts: (item: number) => number): number[][] {
  const errors = normalItems(1, 'errors', 9 * N);
  return quality.map((value, item) =>
    Array.from({ length: counts(item) }, (_, run) =>
      Math.exp(value + noise * errors[9 * item + run]!),
    ),
  );
}

describe('noiseCeiling', () => {
  it.each([
    { noise: 0.3, averaged: false, counts: () => 2 },
    { noise: 1, averaged: false, counts: () => 2 },
    { noise: 1, averaged: false, counts: (item: number) => 1 + (item % 4) },
  ])(
    'is what the true quality reaches: $noise, $averaged; catches the plain correlation of runs',
    (example) => {
      const { noise, averaged, counts } = example;
      const runs = measure(noise, counts);
      const truth = runs.map((own) => own[0]!);
      const ceiling = valueOf(noiseCeiling({ runs, averaged }, 1, 100));
      const tau = valueOf(kendallTauB(quality, truth)).value;
      const rho = valueOf(spearmanRho(quality, truth)).value;
      expect(Math.abs(ceiling.kendallTauB.value - tau)).toBeLessThan(0.02);
      expect(Math.abs(ceiling.spearman.value - rho)).toBeLessThan(0.02);
      expect(ceiling.runsBehindTruth).toBe(1);
      expect(ceiling.betweenRuns.kendallTauB).toBeLessThan(tau - 0.04);
      for (const { value, ci95 } of [ceiling.kendallTauB, ceiling.spearman]) {
        expect(ci95![0]).toBeLessThan(value);
        expect(ci95![1]).toBeGreaterThan(value);
        expect(ci95![1] - ci95![0]).toBeLessThan(0.1);
      }
    },
  );

  it.each([
    { noise: 1, counts: () => 4, behind: 4 },
    { noise: 1.5, counts: (item: number) => 1 + 2 * (item % 2), behind: 1.5 },
  ])(
    'is higher for means of runs, $behind behind each: catches a ceiling of one run',
    (example) => {
      const runs = measure(example.noise, example.counts);
      const truth = runs.map(
        (own) => own.reduce((sum, run) => sum + Math.log(run), 0) / own.length,
      );
      const ceiling = valueOf(noiseCeiling({ runs, averaged: true }, 1, 20));
      expect(ceiling.runsBehindTruth).toBeCloseTo(example.behind, 12);
      const tau = valueOf(kendallTauB(quality, truth)).value;
      expect(Math.abs(ceiling.kendallTauB.value - tau)).toBeLessThan(0.02);
    },
  );

  it('is 1 without noise: catches a ceiling below what runs reach', () => {
    const ceiling = valueOf(noiseCeiling({ runs: measure(0, () => 2), averaged: false }, 1, 50));
    expect(ceiling.kendallTauB).toEqual({ value: 1, ci95: [1, 1] });
    expect(ceiling.spearman.value).toBeCloseTo(1, 12);
    expect(ceiling.repeatedItems).toBe(N);
  });

  it('is a function of the seed: catches hidden state', () => {
    const repeats = { runs: measure(1, () => 3).slice(0, 50), averaged: true };
    const first = noiseCeiling(repeats, 1, 50);
    expect(noiseCeiling(repeats, 2, 50)).not.toEqual(first);
    expect(noiseCeiling(repeats, 1, 50)).toEqual(first);
  });

  const many = (own: (item: number) => number[]) => Array.from({ length: 30 }, (_, i) => own(i));
  it.each([
    { runs: [], reason: /at least 10 items .* more than once, and there are 0/ },
    { runs: many((i) => (i < 1 ? [1, 2] : [i])), reason: /there is 1\./ },
    { runs: many((i) => (i < 9 ? [i, i + 1] : [i])), reason: /there are 9\./ },
    { runs: many(() => [1, 1]), reason: /same for all repeated items/ },
    { runs: many((i) => [i, NaN]), reason: /item at index 0 is NaN/ },
    {
      runs: many((i) => [i, i, -2 * i - 1, -2 * i - 2]),
      reason: /do not agree .* nothing but noise/,
    },
  ])('says why there is none: $reason; catches the root of a negative number', (example) => {
    const result = noiseCeiling({ runs: example.runs, averaged: false }, 1, 50);
    expect(result.ok ? '' : result.reason).toMatch(example.reason);
  });

  it('refuses settings out of range: catches a seed that is cut to size', () => {
    const repeats = { runs: many((i) => [i, i + 1]), averaged: false };
    expect(noiseCeiling(repeats, -1).ok).toBe(false);
    expect(noiseCeiling(repeats, 1, 0).ok).toBe(false);
  });
});
