import { describe, expect, it } from 'vitest';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { leaderboard } from '../../src/evaluation/leaderboard.ts';
import { sizeMatchedTau } from '../../src/evaluation/size-matched-tau.ts';
import { valueOf } from './value-of.ts';
import {
  depth,
  entries,
  good,
  N,
  quality,
  sizes,
  table,
  typical,
  without,
} from './typical-leaderboard.ts';

describe('leaderboard with gaps in its lists', () => {
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
      within: { groups: kept(depth) },
      budgets: [1e6],
    });
    const found = await table({
      truth: without(quality, 7, 30),
      within: { groups: depth },
      budgets: [1e6],
    });
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
      onProgress: (done, total, what) => {
        if (what === 'resamples') steps.push([done, total]);
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
    { change: { within: { groups: [1] } }, reason: /but 1 groups/ },
    { change: { otherSizes: { all: [1] } }, reason: /but 1 sizes all/ },
    {
      change: { within: { values: [1], tolerance: 0.1 } },
      reason: /but 1 values to be near/,
    },
    { change: { within: { values: sizes, tolerance: 1 } }, reason: /tolerance is 1/ },
    {
      change: { within: { values: sizes.map(() => 0), tolerance: 0.1 } },
      reason: /near is 0: .* above 0/,
    },
    { change: { tops: [61] }, reason: /top is 61 items, and there are 60/ },
    { change: { tops: ['0%' as const] }, reason: /top is 0%/ },
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
