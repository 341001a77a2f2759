import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableOrder } from '../../src/evaluation/stable-order.ts';

const given = (n: number) => Int32Array.from({ length: n }, (_, item) => item);

function order(values: readonly number[]): number[] {
  return [...stableOrder(new Float64Array(values), given(values.length))];
}

describe('stableOrder', () => {
  it('returns nothing for no items: catches a loop that reads past the end', () => {
    expect(order([])).toEqual([]);
  });

  it('sorts signs, fractions, extremes and infinities: catches a wrong bit order', () => {
    const values = [1, -1, 0.5, -0.5, Infinity, -Infinity, 5e-324, -5e-324, 1e308, -1e308, 0];
    expect(order(values).map((item) => values[item])).toEqual([...values].sort((a, b) => a - b));
  });

  it('leaves -0 and 0 in the given order: catches sorting them by their sign bit', () => {
    expect(order([0, -0, 0, -0])).toEqual([0, 1, 2, 3]);
  });

  it('keeps the order of equal items as they come in: catches an unstable sort', () => {
    const values = new Float64Array([2, 1, 2, 1]);
    expect([...stableOrder(values, Int32Array.of(3, 2, 1, 0))]).toEqual([3, 1, 2, 0]);
  });

  it('leaves its input as it was: catches sorting in place', () => {
    const items = given(3);
    stableOrder(new Float64Array([3, 2, 1]), items);
    expect([...items]).toEqual([0, 1, 2]);
  });

  it('agrees with a stable comparison sort on any doubles: catches a skipped digit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
        const expected = [...given(values.length)].sort((a, b) =>
          values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0,
        );
        expect(order(values)).toEqual(expected);
      }),
    );
  });
});
