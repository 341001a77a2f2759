import { describe, expect, it } from 'vitest';
import { criticalDifference } from '../../src/evaluation/critical-difference.ts';
import { friedmanTest } from '../../src/evaluation/friedman-test.ts';
import { rankOverSets } from '../../src/evaluation/rank-over-sets.ts';
import { failure, success, type Result } from '../../src/result.ts';
import { valueOf } from './value-of.ts';

const rows = [
  [0.1, 0.9, 0.5],
  [0.2, 0.8, 0.5],
  [0.3, 0.5, 0.5],
];
const correlations = rows.map((row) => row.map((value) => success(value)));
const proxies = ['low', 'high', 'middle'];
const tableOf = (sets: readonly (readonly Result<number>[])[]) => ({
  proxies,
  sets: sets.map((own, index) => ({ name: `set ${index}`, correlations: own })),
});

describe('rankOverSets', () => {
  it('orders by mean rank, with the tests of the same ranks: catches groups in another order', () => {
    const { ranking, leftOut, difference } = rankOverSets(tableOf(correlations), 0.05);
    expect(ranking).toEqual([
      {
        proxy: 'high',
        meanRank: 3.5 / 3,
        meanCorrelation: expect.closeTo(2.2 / 3, 12) as number,
      },
      { proxy: 'middle', meanRank: 5.5 / 3, meanCorrelation: 0.5 },
      { proxy: 'low', meanRank: 3, meanCorrelation: expect.closeTo(0.2, 12) as number },
    ]);
    expect(leftOut).toEqual([]);
    const { friedman, nemenyi } = valueOf(difference);
    expect(friedman).toEqual(valueOf(friedmanTest(rows)));
    expect(nemenyi).toEqual(criticalDifference([3.5 / 3, 5.5 / 3, 3], 3, 0.05));
  });

  it('ties correlations that differ by float noise: catches noise that makes a rank', () => {
    const noisy = correlations.map((row, set) =>
      set === 2 ? [row[0]!, success(0.5 + 1e-16), success(0.5 - 1e-15)] : row,
    );
    const expected = rankOverSets(tableOf(correlations), 0.05);
    expect(rankOverSets(tableOf(noisy), 0.05).ranking.map(({ meanRank }) => meanRank)).toEqual(
      expected.ranking.map(({ meanRank }) => meanRank),
    );
  });

  it('leaves out a proxy that lacks a set, with the first reason: catches a mean over other sets', () => {
    const gaps = correlations.map((row, set) => [
      row[0]!,
      set > 0 ? failure(`reason ${set}`) : row[1]!,
      row[2]!,
    ]);
    const { ranking, leftOut, difference } = rankOverSets(tableOf(gaps), 0.05);
    expect(leftOut).toEqual([{ proxy: 'high', set: 'set 1', reason: 'reason 1' }]);
    expect(ranking.map(({ proxy, meanRank }) => [proxy, meanRank])).toEqual([
      ['middle', 1],
      ['low', 2],
    ]);
    expect(difference.ok).toBe(true);
  });

  it('says why there is no test: catches a critical difference of one proxy', () => {
    const alone = correlations.map((row) => [row[0]!, failure('no'), failure('no')]);
    const { ranking, difference } = rankOverSets(tableOf(alone), 0.05);
    expect(ranking).toHaveLength(1);
    expect(difference).toMatchObject({
      ok: false,
      reason: expect.stringContaining('2 values') as string,
    });
  });
});
