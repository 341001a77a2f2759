import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../../src/evaluation/chi-square-tail.ts';
import { fDistributionTail } from '../../src/evaluation/f-distribution-tail.ts';
import { friedmanTest } from '../../src/evaluation/friedman-test.ts';
import { rankingReference } from './ranking-reference.ts';
import { relativeError } from './relative-error.ts';
import { valueOf } from './value-of.ts';

describe('chiSquareTail', () => {
  it.each(rankingReference.chiSquare)(
    'of $x with $df is as in SciPy: catches a lost term',
    (one) => {
      expect(relativeError(chiSquareTail(one.x, one.df), one.p)).toBeLessThan(1e-12);
    },
  );
});

describe('fDistributionTail', () => {
  it.each(rankingReference.fDistribution)(
    'of $f with $m and $n is as in SciPy: catches degrees that change places',
    ({ f, m, n, p }) => {
      expect(relativeError(fDistributionTail(f, m, n), p)).toBeLessThan(1e-11);
    },
  );

  it('is 0 at infinity, and falls in between: catches a fraction that does not converge', () => {
    expect(fDistributionTail(Infinity, 3, 12)).toBe(0);
    const degrees = fc.integer({ min: 1, max: 2000 });
    const f = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(degrees, degrees, f, (m, n, at) => {
        const tail = fDistributionTail(at, m, n);
        expect(tail).toBeGreaterThanOrEqual(0);
        expect(tail).toBeLessThanOrEqual(1);
        expect(fDistributionTail(2 * at, m, n)).toBeLessThanOrEqual(tail);
        // F of m and n is the inverse of F of n and m.
        if (at > 1e-6) expect(tail + fDistributionTail(1 / at, n, m)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('friedmanTest', () => {
  it('is as in SciPy, with ties and without: catches ties that are not corrected for', () => {
    for (const { rows, statistic, p, f } of rankingReference.friedman) {
      const test = valueOf(friedmanTest(rows));
      expect(relativeError(test.statistic, statistic)).toBeLessThan(1e-12);
      expect(relativeError(test.p, p)).toBeLessThan(1e-10);
      expect(relativeError(test.f.statistic, f.statistic)).toBeLessThan(1e-11);
      expect(relativeError(test.f.p, f.p)).toBeLessThan(1e-10);
      expect(test.f.degreesOfFreedom).toEqual(f.degreesOfFreedom);
    }
  });

  it('has an infinite F where all rows have one order: catches a division by what rounding leaves', () => {
    for (const [sets, count] of [[2, 2] as const, [7, 3] as const, [9, 11] as const]) {
      const rows = Array.from({ length: sets }, () => Array.from({ length: count }, (_, i) => i));
      expect(valueOf(friedmanTest(rows)).f).toMatchObject({ statistic: Infinity, p: 0 });
    }
  });

  it('gives 1 to the highest, and mean ranks to ties: catches ranks from below', () => {
    const { meanRanks, degreesOfFreedom } = valueOf(
      friedmanTest([
        [0.9, 0.5, 0.5, -0.1],
        [0.7, 0.8, 0.1, 0.2],
      ]),
    );
    expect(meanRanks).toEqual([1.5, 1.75, 3.25, 3.5]);
    expect(degreesOfFreedom).toBe(3);
  });

  it('does not depend on units or on the order of rows: catches a mean of values', () => {
    const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 8 }), (rows) => {
        const test = friedmanTest(rows);
        fc.pre(test.ok);
        const other = friedmanTest(
          rows.toReversed().map((values, index) => values.map((value) => (index + 1) * value ** 3)),
        );
        expect(valueOf(other).statistic).toBeCloseTo(valueOf(test).statistic, 10);
        expect(valueOf(test).meanRanks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(10, 10);
      }),
    );
  });

  it.each([
    { rows: [[1, 2]], reason: /at least 2 rows of 2 values, and there are 1 of 2/ },
    { rows: [[1], [2]], reason: /there are 2 of 1/ },
    { rows: [[1, 2], [1]], reason: /Row 1 has 1 values, and the first 2/ },
    {
      rows: [
        [1, 2],
        [1, NaN],
      ],
      reason: /Row 1 holds NaN/,
    },
    {
      rows: [
        [1, 1],
        [2, 2],
      ],
      reason: /one tie/,
    },
  ])('says why there is none of $rows: catches 0 / 0', ({ rows, reason }) => {
    const result = friedmanTest(rows);
    expect(result.ok ? '' : result.reason).toMatch(reason);
  });
});
