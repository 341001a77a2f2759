import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';

describe('roundForTies(score)', () => {
  test.each([
    [0.1 + 0.2, 0.3],
    [1.0000000000049, 1],
    [1.0000000000051, 1.00000000001],
    [123456789012.4, 123456789012],
    [-1234567890125e-20, -1.23456789012e-8],
    [5e-324, 5e-324],
    [Number.MAX_VALUE, 1.79769313486e308],
    [0, 0],
  ])('rounds %d to %d, 12 significant digits', (score, rounded) => {
    expect(roundForTies(score)).toBe(rounded);
  });

  test('makes one zero of the two, which would be no tie by Object.is', () => {
    expect(Object.is(roundForTies(-0), 0)).toBe(true);
  });

  test('is idempotent, keeps the order and the sign, and moves nothing by more than 5e-12', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const rounded = roundForTies(a);
        expect(roundForTies(rounded)).toBe(rounded);
        expect(roundForTies(-a)).toBe(0 - rounded);
        if (Math.abs(a) > 1e-300) expect(Math.abs(rounded / a - 1)).toBeLessThanOrEqual(5.0001e-12);
        if (a <= b) expect(rounded).toBeLessThanOrEqual(roundForTies(b));
      }),
    );
  });
});
