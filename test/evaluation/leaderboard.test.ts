import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/evaluation/bootstrap-interval.ts';
import { evaluateScores } from '../../src/evaluation/evaluate-scores.ts';
import { kendallTauA } from '../../src/evaluation/kendall-tau-a.ts';
import { kendallTauB, kendallTauBOfSample } from '../../src/evaluation/kendall-tau-b.ts';
import type { LeaderboardEntry } from '../../src/evaluation/leaderboard-row.ts';
import { leaderboard, type Leaderboard } from '../../src/evaluation/leaderboard.ts';
import type { LeaderboardOptions } from '../../src/evaluation/leaderboard-options.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { partialTau } from '../../src/evaluation/partial-tau.ts';
import { pickRegret } from '../../src/evaluation/pick-regret.ts';
import { sizeMatchedTau } from '../../src/evaluation/size-matched-tau.ts';
import { topPrecision } from '../../src/evaluation/top-precision.ts';
import { withinGroupsTau } from '../../src/evaluation/within-groups-tau.ts';
import { correlatedItems, normalItems } from './random-items.ts';
import { valueOf } from './value-of.ts';

const N = 60;
const quality = normalItems(1, 'quality', N);
const good = correlatedItems(quality, 0.9, 2);
const poor = correlatedItems(quality, 0, 3).map((score) => Math.round(2 * score));
const sizes = correlatedItems(quality, 0.6, 4).map((value) => Math.round(1e6 * Math.exp(value)));
const depth = quality.map((_, item) => item % 4);

const typical: LeaderboardOptions = {
  proxies: [
    { name: 'good', scores: good },
    { name: 'poor', scores: poor },
    { name: 'params', scores: sizes },
  ],
  truth: quality,
  direction: 'higher-is-better',
  sizes,
  baseline: 'params',
  seed: 1,
  resamples: 200,
};

async function table(change: Partial<LeaderboardOptions> = {}): Promise<Leaderboard> {
  return valueOf(await leaderboard({ ...typical, ...change }));
}

async function entries(change: Partial<LeaderboardOptions> = {}): Promise<LeaderboardEntry[]> {
  return (await table(change)).rows.map((row) => {
    if (!row.ok) throw new Error(row.reason);
    return row;
  });
}

const without = (scores: readonly number[], ...items: number[]): (number | null)[] =>
  scores.map((score, item) => (items.includes(item) ? null : score));

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
    const rows = await entries({ groups: depth, budgets: [1e6, 3e6], bestOf: 4 });
    const [first] = rows;
    expect(first!.sizeMatched).toEqual(sizeMatchedTau(good, quality, sizes));
    expect(first!.within).toEqual(withinGroupsTau(good, quality, depth));
    expect(first!.precisionAt).toEqual({
      '5%': valueOf(topPrecision(good, quality, 5)),
      '10%': valueOf(topPrecision(good, quality, 10)),
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

  it('leaves out items without a truth, for all: catches an unknown truth taken for 0', async () => {
    const kept = (values: readonly number[]) =>
      values.filter((_, item) => item !== 7 && item !== 30);
    const expected = await table({
      proxies: typical.proxies.map(({ name, scores }) => ({
        name,
        scores: kept(scores.map(Number)),
      })),
      truth: kept(quality),
      sizes: kept(sizes),
      groups: kept(depth),
      budgets: [1e6],
    });
    const found = await table({ truth: without(quality, 7, 30), groups: depth, budgets: [1e6] });
    expect(found).toEqual(expected);
    expect(found.n).toBe(N - 2);
  });

  it('leaves out items without a score for that proxy alone: catches lists that shift', async () => {
    const before = await entries();
    const rows = await entries({
      proxies: [{ name: 'good', scores: without(good, 3, 4) }, ...typical.proxies.slice(1)],
    });
    expect(rows.slice(1)).toEqual(before.slice(1));
    const kept = (values: readonly number[]) =>
      values.filter((_, item) => item !== 3 && item !== 4);
    const tau = (x: readonly number[]) => valueOf(kendallTauB(kept(x), kept(quality)));
    expect(rows[0]!.n).toBe(N - 2);
    expect(rows[0]!.kendallTauB).toMatchObject({ value: tau(good).value, p: tau(good).p });
    const { n, difference, ci95 } = valueOf(rows[0]!.versusBaseline!);
    expect(n).toBe(N - 2);
    expect(difference).toBe(tau(good).value - tau(sizes).value);
    expect(ci95[0]).toBeLessThan(difference);
    expect(ci95[1]).toBeGreaterThan(difference);
    expect(rows[0]!.sizeMatched).toEqual(sizeMatchedTau(kept(good), kept(quality), kept(sizes)));
  });

  it('compares on common items where the baseline lacks scores: catches tau of other items', async () => {
    const proxies = [...typical.proxies.slice(0, 2), { name: 'params', scores: without(sizes, 9) }];
    const [first] = await entries({ proxies });
    const kept = (values: readonly number[]) => values.filter((_, item) => item !== 9);
    const tau = (x: readonly number[]) => valueOf(kendallTauB(kept(x), kept(quality))).value;
    const { n, difference } = valueOf(first!.versusBaseline!);
    expect([n, difference]).toEqual([N - 1, tau(good) - tau(sizes)]);
    expect(first!.n).toBe(N);
  });

  it.each([
    { scores: quality.map(() => 5), n: N, reason: /Every item has the same score \(5/ },
    {
      scores: quality.map(() => null),
      n: 0,
      reason: /^No score for any of the \d+ items with a ground truth\.$/,
    },
    {
      scores: quality.map(() => null),
      why: 'no such part',
      n: 0,
      reason: /ground truth: no such part$/,
    },
    { scores: quality.map((_, i) => (i === 4 ? 1 : null)), n: 1, reason: /there is 1/ },
    { scores: quality.map((_, i) => (i === 4 ? NaN : i)), n: N, reason: /index 4 is NaN/ },
  ])('says why a proxy ranks nothing, beside the others: $reason; catches NaN', async (example) => {
    const before = await entries();
    const { scores, n, reason } = example;
    const why = 'why' in example ? { reason: example.why } : {};
    const broken = { name: 'broken', scores, ...why };
    const { rows } = await table({ proxies: [...typical.proxies, broken] });
    expect(rows.slice(0, 3)).toEqual(before);
    expect(rows[3]).toMatchObject({ ok: false, proxy: 'broken', n });
    expect(rows[3]!.ok ? '' : rows[3]!.reason).toMatch(reason);
  });

  it('says so where the baseline ranks nothing: catches rows that sink with it', async () => {
    const proxies = [
      ...typical.proxies.slice(0, 2),
      { name: 'params', scores: sizes.map(() => 1) },
    ];
    const { rows } = await table({ proxies });
    expect(rows.map(({ ok }) => ok)).toEqual([true, true, false]);
    const [first] = rows;
    const difference = first!.ok ? first!.versusBaseline : null;
    expect(difference?.ok === false ? difference.reason : '').toMatch(
      /^The baseline params ranks nothing\. Every item has the same score/,
    );
  });

  it('says so where no two items are scored by both: catches an empty comparison', async () => {
    const half = (odd: number) => good.map((score, i) => (i % 2 === odd ? score : null));
    const [first] = await entries({
      proxies: [
        { name: 'good', scores: half(0) },
        { name: 'params', scores: half(1) },
      ],
    });
    const difference = first!.versusBaseline!;
    expect(difference.ok ? '' : difference.reason).toContain('Of the 0 items that both');
  });

  it('fails where no proxy ranks anything, with each reason: catches a table of nothing', async () => {
    const constant = quality.map(() => 5);
    const proxies = [
      { name: 'flat', scores: constant },
      { name: 'params', scores: constant.map(() => null) },
    ];
    const { ok, ...rest } = await leaderboard({ ...typical, proxies });
    expect([ok, JSON.stringify(rest)]).toEqual([
      false,
      expect.stringMatching(
        /No proxy ranks anything\. flat: Every item has the same score \(5.* params: No score for any/,
      ) as string,
    ]);
  });

  it('has rows without intervals for 2 items: catches a throw or an interval of no width', async () => {
    const [first] = await entries({
      proxies: [
        { name: 'a', scores: [1, 2] },
        { name: 'params', scores: [2, 1] },
      ],
      truth: [3, 4],
      sizes: [5, 5],
      budgets: [1, 5],
    });
    expect(first).toMatchObject({
      n: 2,
      kendallTauB: { value: 1, ci95: null, p: 1 },
      kendallTauA: { value: 1, ci95: null, p: 1 },
      sizeMatched: { ok: true, value: { value: 1, pairs: 1 } },
      precisionAt: { '5%': { value: 1, k: 1 }, '10%': { value: 1, k: 1 } },
    });
    const { partial, versusBaseline } = first!;
    expect(partial.ok ? '' : partial.reason).toContain('same size');
    expect(versusBaseline?.ok === false ? versusBaseline.reason : '').toContain('at least 3 items');
    expect(first!.warnings).toEqual([
      'No interval of tau-b, tau-a and rho. An interval needs at least 3 items; there are 2.',
    ]);
    expect(first!.regret.map(({ items, regret }) => [items, regret.ok])).toEqual([
      [2, true],
      [0, false],
      [2, true],
    ]);
  });

  it('tells how far it is, and gives way: catches a bar that stands still', async () => {
    const steps: [number, number][] = [];
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await table({
      resamples: 20_000,
      onProgress: (done, total) => {
        steps.push([done, total]);
      },
    });
    clearInterval(ticking);
    expect(steps).toHaveLength(20_000);
    expect(steps.at(-1)).toEqual([20_000, 20_000]);
    expect(turns).toBeGreaterThan(0);
  });

  it('adds the noise ceiling where runs repeat: catches repeats that are ignored', async () => {
    const runs = quality.map((value, i) => [value, value + 0.3 * good[i]!]);
    const { noiseCeiling } = await table({ repeats: { runs, averaged: true } });
    expect(noiseCeiling?.ok).toBe(true);
    const { noiseCeiling: none } = await table({ repeats: { runs: [], averaged: true } });
    expect(none?.ok).toBe(false);
    expect(await table()).not.toHaveProperty('noiseCeiling');
  });

  it.each([
    { change: { proxies: [] }, reason: /no proxy/ },
    { change: { baseline: 'depth' }, reason: /baseline depth is none .* \(good, poor, params\)/ },
    {
      change: { proxies: [...typical.proxies, typical.proxies[0]!] },
      reason: /proxy good is there twice/,
    },
    { change: { sizes: [1] }, reason: /60 ground truths but 1 sizes/ },
    { change: { matchingSizes: [1] }, reason: /but 1 matching sizes/ },
    { change: { groups: [1] }, reason: /but 1 groups/ },
    { change: { proxies: [{ name: 'params', scores: [1] }] }, reason: /but 1 scores of params/ },
    { change: { sizes: sizes.map(() => NaN) }, reason: /A size is NaN/ },
    { change: { truth: quality.map(() => null) }, reason: /at least 2 items .* there are 0/ },
    { change: { truth: without(quality, ...quality.keys()).fill(1, 0, 1) }, reason: /there is 1/ },
    { change: { truth: quality.map(() => 3) }, reason: /same ground truth \(3\)/ },
    { change: { truth: without(quality, 0).fill(Infinity, 2, 3) }, reason: /index 2 is Infinity/ },
    { change: { bestOf: 0 }, reason: /number of picks is 0/ },
    { change: { budgets: [1, -1] }, reason: /budget is -1/ },
    { change: { budgets: [Infinity] }, reason: /budget is Infinity/ },
    { change: { seed: -1 }, reason: /The seed is -1/ },
    { change: { resamples: 0.5 }, reason: /number of resamples is 0.5/ },
  ])('refuses what is wrong for all rows: $reason; catches a half-made table', async (example) => {
    const result = await leaderboard({ ...typical, ...example.change });
    expect(result.ok ? '' : result.reason).toMatch(example.reason);
  });
});
