import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendallTauB, kendallTauBOfSample } from '../../src/evaluation/kendall-tau-b.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { nextState } from './generate-items.ts';
import { referenceCases } from './reference.ts';
import { relativeError } from './relative-error.ts';
import { slowKendallTauB } from './slow-correlations.ts';
import { tiedPairs } from './tied-pairs.ts';
import { valueOf } from './value-of.ts';

describe('kendallTauB', () => {
  it.each(referenceCases)(
    'equals SciPy ($name): catches a wrong tie correction, p or choice of p',
    ({ x, y, kendall }) => {
      const result = kendallTauB(x, y);
      if (kendall === null) {
        expect(result.ok).toBe(false);
        return;
      }
      const { value, p, pMethod } = valueOf(result);
      expect(Math.abs(value - kendall.value)).toBeLessThan(1e-12);
      expect(relativeError(p, kendall.p)).toBeLessThan(1e-10);
      expect(pMethod).toBe(kendall.pMethod);
    },
  );

  it('is exactly 1 or -1 for a perfect order: catches 0.9999999999999999', () => {
    const x = [1, 2, 3, 4, 5];
    expect(valueOf(kendallTauB(x, [2, 4, 6, 8, 10])).value).toBe(1);
    expect(valueOf(kendallTauB(x, [5, 4, 3, 2, 1])).value).toBe(-1);
  });

  it('agrees with the definition over all pairs: catches any slip of the fast path', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const expected = slowKendallTauB(x, y);
        const result = kendallTauB(x, y);
        expect(result.ok).toBe(expected !== null);
        if (expected !== null) expect(valueOf(result).value).toBeCloseTo(expected, 13);
      }),
      { numRuns: 500 },
    );
  });

  it('is symmetric, to the last bit: catches a tie correction on the wrong side', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const result = kendallTauB(x, y);
        fc.pre(result.ok);
        expect(kendallTauB(y, x)).toEqual(result);
      }),
    );
  });

  it('flips its sign when one side is negated: catches ties counted as discordant', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const result = kendallTauB(x, y);
        fc.pre(result.ok);
        const { value, p } = valueOf(result);
        const negated = valueOf(
          kendallTauB(
            x,
            y.map((item) => -item),
          ),
        );
        expect(negated.value).toBe(0 - value);
        expect(negated.p).toBe(p);
      }),
    );
  });

  it('is the same under increasing maps: catches a use of values instead of ranks', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const mapped = kendallTauB(
          x.map((item) => Math.exp(item)),
          y.map((item) => item ** 3 * 1e200 - 5e201),
        );
        const result = kendallTauB(x, y);
        fc.pre(result.ok);
        expect(mapped).toEqual(result);
      }),
    );
  });

  it.each([
    { x: [], y: [], reason: 'A rank correlation needs at least 2 items; there are 0.' },
    { x: [1], y: [2], reason: 'A rank correlation needs at least 2 items; there is 1.' },
    { x: [1, 2], y: [1], reason: /x has length 2 and y has length 1/ },
    { x: [1, NaN], y: [1, 2], reason: /x\[1\] is NaN/ },
    { x: [1, 2], y: [Infinity, 2], reason: /y\[0\] is Infinity/ },
    { x: [4, 4, 4], y: [1, 2, 3], reason: /x is constant \(every value is 4\)/ },
    { x: [1, 2, 3], y: [5, 5, 5], reason: /y is constant \(every value is 5\)/ },
  ])('says why $x and $y have none: catches NaN passed on as a number', ({ x, y, reason }) => {
    const result = kendallTauB(x, y);
    expect(result.ok ? '' : result.reason).toMatch(reason);
  });

  it('finishes for 100,000 items: catches a quadratic loop', () => {
    let state = 1;
    const x = Array.from({ length: 100_000 }, () => (state = nextState(state)));
    const y = x.map((item, i) => (i % 2 === 0 ? item : (state = nextState(state))));
    const { value } = valueOf(kendallTauB(x, y));
    // Half of the items have y = x, the others a random y. A pair of the first kind counts 1, a
    // mixed pair 1/3 on average, a pair of the second kind 0: 1/4 + 1/2 * 1/3 = 5/12.
    expect(value).toBeCloseTo(5 / 12, 2);
  });
});

describe('kendallTauBOfSample', () => {
  it('is null where a sample is constant, then recovers: catches NaN and stale work', () => {
    const statistic = kendallTauBOfSample(valueOf(pairRanks([1, 1, 2], [1, 2, 3])));
    expect(statistic(Uint32Array.of(1, 2, 0))).toBeNull();
    expect(statistic(Uint32Array.of(0, 2, 1))).toBe(1);
    expect(statistic(Uint32Array.of(0, 0, 3))).toBeNull();
  });
});
