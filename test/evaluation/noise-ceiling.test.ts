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

  /** Two columns of one quality: the second in other units, and each with noise of its own. */
  const columnsOf = (n: number, b: (value: number) => number): number[][] => {
    const errors = normalItems(2, 'errors', 2 * n);
    return Array.from({ length: n }, (_, item) => [
      quality[item]! + 0.5 * errors[2 * item]!,
      b(quality[item]! + 0.5 * errors[2 * item + 1]!),
    ]);
  };
  const labelled = (runs: number[][]) => ({
    runs,
    columns: runs.map((own) => [...own.keys()]),
    averaged: true,
  });

  it('compares columns as wholes, whatever their mean and scale: catches noise that is a task', () => {
    const alike = labelled(columnsOf(200, (value) => value));
    const between = valueOf(noiseCeiling(alike, 1, 50)).betweenRuns;
    const [first, second] = [0, 1].map((column) => alike.runs.map((own) => own[column]!));
    expect(between.kendallTauB).toBeCloseTo(valueOf(kendallTauB(first!, second!)).value, 12);
    for (const b of [
      (value: number) => value + 1000,
      (value: number) => value / 1000 - 5,
      (value: number) => Math.exp(3 * value),
    ]) {
      const other = valueOf(noiseCeiling(labelled(columnsOf(200, b)), 1, 50));
      expect(other.betweenRuns).toEqual(between);
    }
    // As runs without columns these are a quality that no two runs agree on.
    const { runs } = labelled(columnsOf(200, (value) => value + 1000));
    expect(noiseCeiling({ runs, averaged: true }, 1, 50).ok).toBe(false);
  });

  it('takes the items that two columns have in common: catches a run that is missing', () => {
    const full = columnsOf(60, (value) => value + 100);
    const [runs, columns] = [full, full.map(() => [0, 1])].map((lists) =>
      lists.map((own, item) => (item % 3 === 0 ? own.slice(1) : own)),
    );
    const gaps = valueOf(noiseCeiling({ runs: runs!, columns: columns!, averaged: true }, 1, 50));
    const common = full.filter((_, item) => item % 3 !== 0);
    expect(gaps.repeatedItems).toBe(40);
    expect(gaps.betweenRuns).toEqual(valueOf(noiseCeiling(labelled(common), 1, 50)).betweenRuns);
    const apart = { runs: full, columns: full.map((_, item) => [2 * item, 2 * item + 1]) };
    expect(noiseCeiling({ ...apart, averaged: true }, 1, 50)).toMatchObject({
      reason: 'No two columns have 10 items in common.',
    });
    const against = noiseCeiling(labelled(columnsOf(60, (value) => -value)), 1, 50);
    expect(against.ok ? '' : against.reason).toMatch(
      /^The columns of the truth do not agree .*: they measure different things, or /,
    );
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
