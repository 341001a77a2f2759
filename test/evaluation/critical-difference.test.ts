import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalDifference } from '../../src/evaluation/critical-difference.ts';
import {
  studentizedRangeQuantile,
  studentizedRangeTail,
} from '../../src/evaluation/studentized-range.ts';
import { rankingReference } from './ranking-reference.ts';

const { quantiles, tail } = rankingReference.studentizedRange;

/** Table 5 a of Demšar 2006: critical values over sqrt(2), for 2 to 10 classifiers. */
const DEMSAR = {
  0.05: [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164],
  0.1: [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.78, 2.855, 2.92],
} as const;

describe('studentizedRange', () => {
  it.each(tail)('of $k has the tail of SciPy at $q: catches another integral', ({ k, q, p }) => {
    expect(Math.abs(studentizedRangeTail(q, k) - p)).toBeLessThan(1e-10);
  });

  it.each(quantiles)('of $k has the critical value of SciPy at $alpha', ({ k, alpha, q }) => {
    expect(Math.abs(studentizedRangeQuantile(alpha, k) - q)).toBeLessThan(1e-8);
  });

  it.each([0.05, 0.1] as const)(
    'gives table 5 of Demšar at %d: catches a lost sqrt(2)',
    (alpha) => {
      const values = DEMSAR[alpha].map((_, place) => studentizedRangeQuantile(alpha, place + 2));
      values.forEach((value, place) => {
        expect(Math.abs(value / Math.SQRT2 - DEMSAR[alpha][place]!)).toBeLessThan(0.0016);
      });
    },
  );
});

describe('criticalDifference', () => {
  it('is that of the example of Demšar: 4 classifiers on 14 sets at 0.1', () => {
    // Section 3.2.3: mean ranks of C4.5 and its variants, and 2.291 * sqrt(4 * 5 / (6 * 14)) = 1.12.
    const { value, groups } = criticalDifference([3.143, 2, 2.893, 1.964], 14, 0.1);
    expect(value).toBeCloseTo(1.12, 2);
    // C4.5 differs from C4.5+m+cf alone, by 1.179, and from C4.5+m, by 1.143.
    expect(groups).toEqual([
      [3, 1, 2],
      [2, 0],
    ]);
  });

  it('has the largest groups of ranks that are near, and no part of one: catches a group twice', () => {
    const ranks = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(ranks, fc.integer({ min: 2, max: 60 }), (halves, sets) => {
        const meanRanks = halves.map((half) => half / 2);
        const { value, groups } = criticalDifference(meanRanks, sets, 0.05);
        const isNear = (a: number, b: number): boolean =>
          Math.abs(meanRanks[a]! - meanRanks[b]!) < value;
        // Two are near if and only if some group holds both.
        const all = [...meanRanks.keys()];
        for (const a of all) {
          for (const b of all.slice(a + 1)) {
            const together = groups.some((group) => group.includes(a) && group.includes(b));
            expect(together).toBe(isNear(a, b));
          }
        }
        for (const group of groups) {
          const others = groups.filter((other) => other !== group);
          expect(others.some((other) => group.every((one) => other.includes(one)))).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });
});
