import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PairwiseSum } from '../../src/capacity/pairwise-sum.ts';
import { magnitudeOf, ratioOf, toUnits } from './exact-numbers.ts';

function totalOf(terms: readonly number[]): number {
  const sum = new PairwiseSum();
  for (const term of terms) sum.add(term);
  return sum.total();
}

/** The same tree by recursion: the largest power of two that is left, then the rest. */
function slowTotal(terms: readonly number[]): number {
  if (terms.length === 0) return 0;
  if (terms.length === 1) return terms[0]!;
  let half = 1;
  while (2 * half < terms.length) half *= 2;
  return slowTotal(terms.slice(0, half)) + slowTotal(terms.slice(half));
}

const anyTerms = fc.array(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), {
  maxLength: 300,
  size: 'max',
});

describe('PairwiseSum', () => {
  test('adds as a balanced tree does: a carry into the wrong subtree shows in the last bits', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        expect(totalOf(terms)).toBe(slowTotal(terms) + 0);
      }),
      { numRuns: 500 },
    );
  });

  test('is off by at most the depth of the tree, in roundings of the sum of magnitudes', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const exact = terms.reduce((sum, term) => sum + toUnits(term), 0n);
        const magnitudes = terms.reduce((sum, term) => sum + magnitudeOf(toUnits(term)), 0n);
        const error = magnitudeOf(toUnits(totalOf(terms)) - exact);
        const depth = Math.ceil(Math.log2(Math.max(1, terms.length)));
        expect(ratioOf(error, magnitudes)).toBeLessThanOrEqual(depth * 2 ** -53 * (1 + 1e-12));
      }),
      { numRuns: 500 },
    );
  });

  test('keeps what a running sum loses: 2^20 tenths', () => {
    const total = totalOf(Array.from({ length: 2 ** 20 }, () => 0.1));
    // Adding equal halves only doubles, so nothing is rounded.
    expect(total).toBe(0.1 * 2 ** 20);
  });

  test('of nothing is 0, of one term that term', () => {
    expect(totalOf([])).toBe(0);
    expect(totalOf([-7.25])).toBe(-7.25);
  });

  test('may be read between terms without changing what follows', () => {
    const sum = new PairwiseSum();
    const totals = [1, 2, 3, 4, 5].map((term) => {
      sum.add(term);
      sum.total();
      return sum.total();
    });
    expect(totals).toEqual([1, 3, 6, 10, 15]);
  });

  test('passes NaN and infinities on', () => {
    expect(totalOf([1, NaN, 2])).toBeNaN();
    expect(totalOf([1, Infinity, 2])).toBe(Infinity);
    expect(totalOf([Infinity, 1, -Infinity])).toBeNaN();
    expect(totalOf([1e308, 1e308])).toBe(Infinity);
  });
});
