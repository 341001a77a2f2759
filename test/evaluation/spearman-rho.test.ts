import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks } from '../../src/evaluation/average-ranks.ts';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { spearmanRho, spearmanRhoOfSample } from '../../src/evaluation/spearman-rho.ts';
import { nextState } from './generate-items.ts';
import { referenceCases } from './reference.ts';
import { relativeError } from './relative-error.ts';
import { slowSpearmanRho } from './slow-correlations.ts';
import { tiedPairs } from './tied-pairs.ts';
import { valueOf } from './value-of.ts';

describe('spearmanRho', () => {
  it.each(referenceCases)(
    'equals SciPy, and the count of all orders up to 9 items ($name): catches wrong mid-ranks or tails',
    ({ x, y, spearman }) => {
      const result = spearmanRho(x, y);
      if (spearman === null) {
        expect(result.ok).toBe(false);
        return;
      }
      const { value, p } = valueOf(result);
      expect(Math.abs(value - spearman.value)).toBeLessThan(1e-12);
      expect(relativeError(p, spearman.p)).toBeLessThan(1e-10);
    },
  );

  it('is exactly 1 or -1 for a perfect order: catches 0.9999999999999999', () => {
    const x = [1, 2, 3, 4, 5];
    const p = 2 / 120;
    expect(valueOf(spearmanRho(x, [2, 4, 6, 8, 10]))).toEqual({ value: 1, p, pMethod: 'exact' });
    expect(valueOf(spearmanRho(x, [5, 4, 3, 2, 1]))).toEqual({ value: -1, p, pMethod: 'exact' });
  });

  it('says nothing about 2 items, p = 1: catches 0 / 0', () => {
    expect(valueOf(spearmanRho([1, 2], [4, 3]))).toEqual({ value: -1, p: 1, pMethod: 'exact' });
  });

  it('goes through every order of up to 9 items only: catches a wrong bound', () => {
    const methodFor = (n: number): string => {
      const x = Array.from({ length: n }, (_, i) => i);
      return valueOf(spearmanRho(x, x)).pMethod;
    };
    expect([8, 9, 10, 11].map(methodFor)).toEqual(['exact', 'exact', 'student-t', 'student-t']);
  });

  it('agrees with the definition on random ties: catches any slip of the fast path', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const expected = slowSpearmanRho(x, y);
        const result = spearmanRho(x, y);
        expect(result.ok).toBe(expected !== null);
        if (expected !== null) expect(valueOf(result).value).toBeCloseTo(expected, 12);
      }),
      { numRuns: 500 },
    );
  });

  it('is symmetric, and flips its sign when one side is negated: catches a lost sign', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const result = spearmanRho(x, y);
        fc.pre(result.ok);
        expect(spearmanRho(y, x)).toEqual(result);
        const { value, p } = valueOf(result);
        const negated = valueOf(
          spearmanRho(
            x.map((item) => -item),
            y,
          ),
        );
        expect(negated.value).toBe(0 - value);
        expect(negated.p).toBe(p);
      }),
    );
  });

  it('is the same for values and for their mid-ranks: catches a use of values', () => {
    fc.assert(
      fc.property(tiedPairs, ({ x, y }) => {
        const result = spearmanRho(x, y);
        fc.pre(result.ok);
        expect(spearmanRho(averageRanks(x), averageRanks(y))).toEqual(result);
      }),
    );
  });

  it.each([
    { x: [], y: [], reason: /at least 2 items; there are 0/ },
    { x: [1], y: [2], reason: /at least 2 items; there is 1/ },
    { x: [1], y: [2, 3], reason: /x has length 1 and y has length 2/ },
    { x: [1, 2], y: [1, NaN], reason: /y\[1\] is NaN/ },
    { x: [-Infinity, 2], y: [1, 2], reason: /x\[0\] is -Infinity/ },
    { x: [1, 2], y: [3, 3], reason: /y is constant \(every value is 3\)/ },
  ])('says why $x and $y have none: catches NaN passed on as a number', ({ x, y, reason }) => {
    const result = spearmanRho(x, y);
    expect(result.ok ? '' : result.reason).toMatch(reason);
  });

  it('finishes for 100,000 items, and is exact: catches a quadratic loop and lost digits', () => {
    let state = 1;
    const x = Array.from({ length: 100_000 }, () => (state = nextState(state)));
    const y = x.map((item) => -item / 3);
    expect(valueOf(spearmanRho(x, y))).toEqual({ value: -1, p: 0, pMethod: 'student-t' });
  });
});

describe('spearmanRhoOfSample', () => {
  it('equals rho of the repeated items: catches a multiplicity that is left out', () => {
    fc.assert(
      fc.property(
        tiedPairs,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 }),
        ({ x, y }, times) => {
          const pairing = pairRanks(x, y);
          fc.pre(pairing.ok);
          const repeat = (values: readonly number[]) =>
            values.flatMap((value, i) => Array<number>(times[i]!).fill(value));
          const expected = slowSpearmanRho(repeat(x), repeat(y));
          const multiplicities = Uint32Array.from(times.slice(0, x.length));
          const actual = spearmanRhoOfSample(valueOf(pairing))(multiplicities);
          if (expected === null || actual === null) expect(actual).toBe(expected);
          else expect(actual).toBeCloseTo(expected, 12);
        },
      ),
    );
  });
});
