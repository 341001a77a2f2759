import { describe, expect, it } from 'vitest';
import { kendallExactP } from '../../src/evaluation/kendall-exact-p.ts';
import { relativeError } from './relative-error.ts';

/** The number of inversions of every order of n items. */
function inversionsOfAllOrders(n: number): number[] {
  if (n === 0) return [0];
  return inversionsOfAllOrders(n - 1).flatMap((inversions) =>
    Array.from({ length: n }, (_, place) => inversions + place),
  );
}

describe('kendallExactP', () => {
  it.each([2, 3, 4, 5, 6, 7])(
    'equals a count over all orders of %i items: catches a recurrence one step off',
    (n) => {
      const orders = inversionsOfAllOrders(n);
      for (let c = 0; c <= (n * (n - 1)) / 4; c++) {
        const tail = orders.filter((inversions) => inversions <= c).length / orders.length;
        expect(kendallExactP(n, c)).toBeCloseTo(Math.min(1, 2 * tail), 14);
      }
    },
  );

  it('is 1 in the middle: catches a two-sided p above 1', () => {
    expect(kendallExactP(4, 3)).toBe(1);
  });

  it('is 2 / n! for a perfect order of 100 items: catches a small p lost to rounding', () => {
    let expected = 2;
    for (let i = 2; i <= 100; i++) expected /= i;
    expect(relativeError(kendallExactP(100, 0), expected)).toBeLessThan(1e-13);
  });

  it('falls to 0 for 100,000 items: catches a factorial that overflows to NaN', () => {
    expect(kendallExactP(100_000, 1)).toBe(0);
  });
});
