import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/evaluation/bootstrap-interval.ts';
import { discountedGain } from '../../src/evaluation/discounted-gain.ts';
import { evaluateScores } from '../../src/evaluation/evaluate-scores.ts';
import { kendallTauA } from '../../src/evaluation/kendall-tau-a.ts';
import { kendallTauB, kendallTauBOfSample } from '../../src/evaluation/kendall-tau-b.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { partialTau } from '../../src/evaluation/partial-tau.ts';
import { pickRegret } from '../../src/evaluation/pick-regret.ts';
import { sizeMatchedTau } from '../../src/evaluation/size-matched-tau.ts';
import { topPrecision } from '../../src/evaluation/top-precision.ts';
import { withinGroupsTau } from '../../src/evaluation/within-groups-tau.ts';
import { valueOf } from './value-of.ts';
import {
  depth,
  entries,
  good,
  N,
  poor,
  quality,
  sizes,
  table,
  typical,
  without,
} from './typical-leaderboard.ts';

describe('leaderboard', () => {
  it('says what it rests on, and keeps the order of the proxies: catches lost settings', async () => {
    const { rows, ...rest } = await table();
    expect(rest).toEqual({
      n: N,
      direction: 'higher-is-better',
      baseline: 'params',
      seed: 1,
      resamples: 200,
    });
    expect(rows.map(({ proxy }) => proxy)).toEqual(['good', 'poor', 'params']);
  });

  it('correlates as evaluateScores does, intervals included: catches a second way to count', async () => {
    for (const { proxy, ...row } of await entries()) {
      const { scores } = typical.proxies.find(({ name }) => name === proxy)!;
      const one = valueOf(
        evaluateScores({ ...typical, scores: scores.map(Number), truth: quality }),
      );
      expect(row).toMatchObject({
        n: N,
        kendallTauB: one.kendallTauB,
        spearman: one.spearman,
        tiedScores: one.tiedScores,
        warnings: [],
      });
      const { value, p } = valueOf(kendallTauA(scores.map(Number), quality));
      expect(row.kendallTauA).toMatchObject({ value, p });
      expect(row.kendallTauA.ci95![0]).toBeLessThan(value);
      expect(row.kendallTauA.ci95![1]).toBeGreaterThan(value);
    }
  });

  it('gives the parts as their functions do: catches swapped lists', async () => {
    const rows = await entries({ within: { groups: depth }, budgets: [1e6, 3e6], bestOf: 4 });
    const [first] = rows;
    expect(first!.sizeMatched).toEqual(sizeMatchedTau(good, quality, sizes));
    expect(first!.within).toEqual(withinGroupsTau(good, quality, depth));
    expect(first!.precisionAt).toEqual({
      '5%': valueOf(topPrecision(good, quality, '5%')),
      '10%': valueOf(topPrecision(good, quality, '10%')),
    });
    const under = (budget: number) => {
      const admit = (values: readonly number[]) => values.filter((_, i) => sizes[i]! <= budget);
      return {
        budget,
        items: admit(good).length,
        regret: pickRegret(admit(good), admit(quality), 4),
      };
    };
    expect(first!.regret).toEqual([
      { budget: null, items: N, regret: pickRegret(good, quality, 4) },
      under(1e6),
      under(3e6),
    ]);
  });

  it('gives tops as they were asked for, and passes over those with too few items: catches a k of all', async () => {
    const tops = [3, '20%', 59] as const;
    const [first] = await entries({ tops });
    expect(first!.precisionAt).toEqual({
      3: valueOf(topPrecision(good, quality, 3)),
      '20%': valueOf(topPrecision(good, quality, '20%')),
      59: valueOf(topPrecision(good, quality, 59)),
    });
    expect(first!.ndcgAt['20%']).toEqual(valueOf(discountedGain(good, quality, '20%')));
    expect(Object.keys(first!.ndcgAt)).toEqual(['3', '59', '20%']);
    const scores = without(good, 1, 2, 3);
    const [few] = await entries({
      tops,
      proxies: [{ name: 'good', scores }, ...typical.proxies.slice(1)],
    });
    expect(Object.keys(few!.precisionAt)).toEqual(['3', '20%']);
  });

  it('matches pairs by each size, and within a nearness: catches a tolerance that is ignored', async () => {
    const other = sizes.map((_, item) => 100 + item);
    const values = other.map((value, item) => (item % 7 === 0 ? null : value));
    const [first] = await entries({
      otherSizes: { other, sizes },
      within: { values, tolerance: 0.03 },
    });
    expect(first!.matched).toEqual({
      other: sizeMatchedTau(good, quality, other),
      sizes: sizeMatchedTau(good, quality, sizes),
    });
    const kept = (list: readonly number[]) => list.filter((_, item) => item % 7 !== 0);
    expect(first!.within).toEqual(sizeMatchedTau(kept(good), kept(quality), kept(other), 0.03));
    expect(first!.within).not.toEqual(sizeMatchedTau(kept(good), kept(quality), kept(other)));
  });

  it('matches pairs by other sizes if told to: catches matching sizes that are ignored', async () => {
    const other = sizes.map((_, item) => 100 + item);
    const [first] = await entries({ matchingSizes: other });
    expect(first!.sizeMatched).toEqual(sizeMatchedTau(good, quality, other));
  });

  it('counts the best of 5 unless told otherwise: catches a default that is ignored', async () => {
    const [first] = await entries();
    expect(valueOf(first!.regret[0]!.regret)).toEqual(valueOf(pickRegret(good, quality, 5)));
    expect(first).not.toHaveProperty('within');
  });

  it('holds sizes fixed in partial tau, with its interval: catches a mix of resamples', async () => {
    const [first, , params] = await entries();
    const tau = (x: readonly number[], y: readonly number[]) => valueOf(kendallTauB(x, y)).value;
    const expected = valueOf(partialTau(tau(good, quality), tau(good, sizes), tau(sizes, quality)));
    const { value, ci95, p } = valueOf(first!.partial);
    expect(value).toBe(expected);
    const of = (x: readonly number[], y: readonly number[]) =>
      kendallTauBOfSample(valueOf(pairRanks(x, y)));
    const [xy, xz, yz] = [of(good, quality), of(good, sizes), of(sizes, quality)];
    const statistic = (times: Uint32Array) =>
      valueOf(partialTau(xy(times) ?? 0, xz(times) ?? 0, yz(times) ?? 0));
    const interval = bootstrapInterval({ n: N, statistic, seed: 1, resamples: 200 });
    expect(ci95).toEqual(valueOf(interval).interval);
    expect(p).toBeLessThan(0.001);
    expect(params!.partial).toEqual({
      ok: false,
      reason: 'The scores order the items as their sizes do: nothing is left.',
    });
  });

  it('compares with the baseline on the same resamples: catches unpaired intervals', async () => {
    const [first, second, params] = await entries();
    const [x, b] = [good, sizes].map((scores) =>
      kendallTauBOfSample(valueOf(pairRanks(scores, quality))),
    );
    const statistic = (times: Uint32Array) => (x!(times) ?? 0) - (b!(times) ?? 0);
    const interval = bootstrapInterval({ n: N, statistic, seed: 1, resamples: 200 });
    expect(valueOf(first!.versusBaseline!)).toEqual({
      n: N,
      difference: first!.kendallTauB.value - params!.kendallTauB.value,
      ci95: valueOf(interval).interval,
      verdict: 'better',
    });
    expect(valueOf(second!.versusBaseline!).verdict).toBe('worse');
    expect(params!.versusBaseline).toBeNull();
  });

  it('turns everything where lower is better: catches a perplexity read as an accuracy', async () => {
    const turned = await entries({
      truth: quality.map((value) => -value),
      direction: 'lower-is-better',
    });
    expect(turned).toEqual(await entries());
  });

  it('ties scores that differ by float noise: catches noise that breaks a tie', async () => {
    const proxies = [...typical.proxies, { name: 'noisy', scores: poor.map((s) => s + 1e-15) }];
    const rows = await entries({ proxies: proxies.map((p) => ({ ...p })) });
    expect({ ...rows[3], proxy: 'poor' }).toEqual(rows[1]);
  });
});
