import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPairs, createCountPairsWork } from '../../src/evaluation/count-pairs.ts';
import { drawResample } from '../../src/evaluation/draw-resample.ts';
import { kendallTauA, tauAOfCounts } from '../../src/evaluation/kendall-tau-a.ts';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { correlatedItems, normalItems } from './random-items.ts';
import { referenceCases } from './reference.ts';
import { relativeError } from './relative-error.ts';
import { tiedPairs } from './tied-pairs.ts';
import { valueOf } from './value-of.ts';

describe('kendallTauA', () => {
  it('counts a tie as no agreement: catches the denominator of tau-b', () => {
    // 5 of 6 pairs are concordant, 1 is tied.
    expect(valueOf(kendallTauA([1, 2, 2, 3], [1, 2, 3, 4])).value).toBe(5 / 6);
    expect(valueOf(kendallTauA([1, 2, 3], [3, 2, 1])).value).toBe(-1);
    expect(valueOf(kendallTauA([1, 2], [7, 8])).value).toBe(1);
  });

  it('agrees with the definition over all pairs: catches any slip of the fast path', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const result = kendallTauA(x, y);
        fc.pre(result.ok);
        let sum = 0;
        for (let i = 0; i < x.length; i++) {
          for (let j = 0; j < i; j++) sum += Math.sign((x[i]! - x[j]!) * (y[i]! - y[j]!));
        }
        const pairs = (x.length * (x.length - 1)) / 2;
        expect(valueOf(result).value).toBeCloseTo(sum / pairs, 14);
      }),
    );
  });

  it.each(referenceCases)("has SciPy's p ($name): catches a p of another statistic", (example) => {
    const { x, y, kendall } = example;
    const result = kendallTauA(x, y);
    expect(result.ok).toBe(kendall !== null);
    if (kendall === null) return;
    expect(relativeError(valueOf(result).p, kendall.p)).toBeLessThan(1e-10);
    expect(valueOf(result).pMethod).toBe(kendall.pMethod);
  });

  it.each([
    { x: [], y: [], reason: /at least 2 items; there are 0/ },
    { x: [1], y: [1], reason: /at least 2 items; there is 1/ },
    { x: [1, NaN], y: [1, 2], reason: /x\[1\] is NaN/ },
    { x: [1, 2], y: [-Infinity, 2], reason: /y\[0\] is -Infinity/ },
    { x: [4, 4], y: [1, 2], reason: /x is constant/ },
    { x: [1, 2], y: [4, 4], reason: /y is constant/ },
  ])('says why $x and $y have none: catches 0 for what has no tau', ({ x, y, reason }) => {
    const result = kendallTauA(x, y);
    expect(result.ok ? '' : result.reason).toMatch(reason);
  });
});

describe('tauAOfCounts', () => {
  it('is that of tau-b in resamples without ties: catches copies that pull it towards 0', () => {
    const x = normalItems(1, 'x', 20);
    const y = correlatedItems(x, 0.9, 1);
    const ranks = valueOf(pairRanks(x, y));
    const tau = valueOf(kendallTauB(x, y)).value;
    const multiplicities = new Uint32Array(20);
    let sum = 0;
    for (let resample = 0; resample < 2000; resample++) {
      drawResample(3, resample, multiplicities);
      const counts = countPairs(ranks, multiplicities, createCountPairsWork(ranks));
      sum += tauAOfCounts(counts) ?? NaN;
    }
    // With the copies in the denominator the mean would be 1 / 20 of tau lower, here 0.03.
    expect(Math.abs(sum / 2000 - tau)).toBeLessThan(0.008);
  });

  it('is null where a sample is constant: catches 0 / 0', () => {
    const ranks = valueOf(pairRanks([1, 1, 2], [1, 2, 3]));
    const work = createCountPairsWork(ranks);
    const of = (...times: number[]) =>
      tauAOfCounts(countPairs(ranks, Uint32Array.from(times), work));
    expect([of(1, 2, 0), of(0, 0, 3), of(0, 2, 1)]).toEqual([null, null, 1]);
  });
});
