import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp } from '../src/elementary-functions.ts';
import { fastExp } from '../src/fast-exponential.ts';

describe('fastExp', () => {
  it('is within two units in the last place of e^x: catches a term of the series', () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709, noNaN: true }), (x) => {
        const [found, nearest] = [fastExp(x), exp(x)];
        expect(Math.abs(found - nearest)).toBeLessThanOrEqual(2 * Number.EPSILON * nearest);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [0, 1],
    [-0, 1],
    [-Infinity, 0],
    [Infinity, Infinity],
    [-709, 0],
    [710, Infinity],
    [NaN, NaN],
  ])('of %d is %d', (x, value) => {
    expect(fastExp(x)).toBe(value);
  });
});
