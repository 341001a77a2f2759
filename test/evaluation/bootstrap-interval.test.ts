import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/evaluation/bootstrap-interval.ts';
import { kendallTauB, kendallTauBOfSample } from '../../src/evaluation/kendall-tau-b.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { spearmanRhoOfSample } from '../../src/evaluation/spearman-rho.ts';
import { generateItems, nextState } from './generate-items.ts';
import { valueOf } from './value-of.ts';

const items = generateItems({ seed: 5, n: 60, xLevels: 50, slope: 1, noise: 40, yStep: 2 });
const ranks = valueOf(pairRanks(items.x, items.y));
const statistic = kendallTauBOfSample(ranks);
const n = items.x.length;

describe('bootstrapInterval', () => {
  it('is the same for the same seed: catches hidden state', () => {
    const first = bootstrapInterval({ n, statistic, seed: 7 });
    expect(bootstrapInterval({ n, statistic, seed: 8 })).not.toEqual(first);
    expect(bootstrapInterval({ n, statistic, seed: 7 })).toEqual(first);
  });

  it('draws 1000 resamples unless told otherwise: catches a default that is ignored', () => {
    const byDefault = bootstrapInterval({ n, statistic, seed: 7 });
    expect(bootstrapInterval({ n, statistic, seed: 7, resamples: 1000 })).toEqual(byDefault);
    expect(valueOf(byDefault)).toMatchObject({ resamples: 1000, leftOut: 0 });
  });

  it('holds the value of typical data, and has a width: catches swapped or equal ends', () => {
    const { interval } = valueOf(bootstrapInterval({ n, statistic, seed: 1 }));
    const { value } = valueOf(kendallTauB(items.x, items.y));
    expect(interval[0]).toBeLessThan(value - 0.03);
    expect(interval[1]).toBeGreaterThan(value + 0.03);
  });

  it('takes the 2.5 % and 97.5 % quantiles: catches a 90 % or one-sided interval', () => {
    let calls = 0;
    const counting = () => calls++;
    const result = bootstrapInterval({ n: 3, statistic: counting, seed: 1, resamples: 1001 });
    expect(valueOf(result).interval[0]).toBeCloseTo(25, 10);
    expect(valueOf(result).interval[1]).toBeCloseTo(975, 10);
  });

  it('serves any statistic: matches the normal interval of a mean; catches wrong weights', () => {
    const values = Array.from({ length: 400 }, (_, i) => i / 400);
    const mean = (times: Uint32Array) =>
      values.reduce((sum, value, i) => sum + value * times[i]!, 0) / values.length;
    const { interval } = valueOf(
      bootstrapInterval({ n: 400, statistic: mean, seed: 1, resamples: 4000 }),
    );
    // 0.49875 plus or minus 1.96 * sqrt(1 / 12 / 400).
    expect(interval[0]).toBeCloseTo(0.4705, 2);
    expect(interval[1]).toBeCloseTo(0.527, 2);
  });

  it('leaves out and counts resamples without a value: catches nulls taken for 0', () => {
    let calls = 0;
    const everyFourth = () => (calls++ % 4 === 0 ? null : 1);
    const result = bootstrapInterval({ n: 3, statistic: everyFourth, seed: 1, resamples: 100 });
    expect(valueOf(result)).toEqual({ interval: [1, 1], resamples: 100, leftOut: 25 });
  });

  it('fails if fewer than half have a value, not at half: catches a wrong threshold', () => {
    let calls = 0;
    const half = () => (calls++ < 50 ? 1 : null);
    expect(bootstrapInterval({ n: 3, statistic: half, seed: 1, resamples: 100 }).ok).toBe(true);
    calls = 1;
    const result = bootstrapInterval({ n: 3, statistic: half, seed: 1, resamples: 100 });
    expect(result.ok ? '' : result.reason).toContain('51 of 100 resamples have no value');
  });

  it.each([0, 1, 2])('fails for %i items: catches an interval from one possible sample', (few) => {
    const result = bootstrapInterval({ n: few, statistic: () => 1, seed: 1 });
    expect(result.ok ? '' : result.reason).toContain('at least 3 items');
  });

  it('fails for settings out of range: catches settings that are cut to size', () => {
    expect(bootstrapInterval({ n, statistic, seed: -1 }).ok).toBe(false);
    expect(bootstrapInterval({ n, statistic, seed: 1, resamples: 0 }).ok).toBe(false);
  });

  it('covers the true value in roughly 95 % of runs: catches a width that is far off', () => {
    let state = 11;
    const uniform = () => (state = nextState(state)) / (2 ** 31 - 1);
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const runs = 200;
    const correlation = 0.6;
    // Of a bivariate normal distribution: Kendall, "Rank correlation methods", chapter 9.
    const trueTau = (2 / Math.PI) * Math.asin(correlation);
    const trueRho = (6 / Math.PI) * Math.asin(correlation / 2);
    let tauCovered = 0;
    let rhoCovered = 0;
    for (let run = 0; run < runs; run++) {
      const x = Array.from({ length: 60 }, normal);
      const y = x.map((item) => correlation * item + Math.sqrt(1 - correlation ** 2) * normal());
      const sample = valueOf(pairRanks(x, y));
      const covers = (of: (times: Uint32Array) => number | null, truth: number): number => {
        const options = { n: 60, statistic: of, seed: run, resamples: 400 };
        const [lower, upper] = valueOf(bootstrapInterval(options)).interval;
        return lower <= truth && truth <= upper ? 1 : 0;
      };
      tauCovered += covers(kendallTauBOfSample(sample), trueTau);
      rhoCovered += covers(spearmanRhoOfSample(sample), trueRho);
    }
    // 200 runs at 95 % have a standard deviation of 1.5 %, and percentile intervals are a bit low.
    expect(tauCovered / runs).toBeGreaterThan(0.88);
    expect(tauCovered / runs).toBeLessThan(0.995);
    expect(rhoCovered / runs).toBeGreaterThan(0.88);
    expect(rhoCovered / runs).toBeLessThan(0.995);
  });
});
