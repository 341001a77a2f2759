import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeMatchedTau } from '../../src/evaluation/size-matched-tau.ts';
import { normalItems } from './random-items.ts';
import { valueOf } from './value-of.ts';

function slowSizeMatched(
  x: readonly number[],
  y: readonly number[],
  sizes: readonly number[],
  ratio = 0.9,
) {
  let concordant = 0;
  let discordant = 0;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.min(sizes[i]!, sizes[j]!) / Math.max(sizes[i]!, sizes[j]!) <= ratio) continue;
      const sign = Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
      if (sign > 0) concordant++;
      if (sign < 0) discordant++;
    }
  }
  const pairs = concordant + discordant;
  return pairs === 0 ? null : { value: (concordant - discordant) / pairs, pairs };
}

describe('sizeMatchedTau', () => {
  it('looks at pairs of matching sizes alone: catches a size that orders pairs', () => {
    // Sizes agree with y throughout; among those that match, x disagrees with y.
    const sizes = [100, 101, 200, 201];
    expect(valueOf(sizeMatchedTau([2, 1, 4, 3], [1, 2, 3, 4], sizes))).toEqual({
      value: -1,
      pairs: 2,
    });
  });

  it('leaves out a ratio of exactly 0.9: catches a boundary that is let in', () => {
    expect(sizeMatchedTau([1, 2], [1, 2], [90, 100]).ok).toBe(false);
    expect(valueOf(sizeMatchedTau([1, 2], [1, 2], [91, 100])).pairs).toBe(1);
    expect(valueOf(sizeMatchedTau([1, 2], [1, 2], [5, 5])).pairs).toBe(1);
  });

  it('leaves out pairs tied in x or y: catches ties in the denominator', () => {
    expect(valueOf(sizeMatchedTau([1, 1, 2], [1, 2, 2], [5, 5, 5]))).toEqual({
      value: 1,
      pairs: 1,
    });
  });

  it('agrees with the definition over all pairs: catches any slip of the fast path', () => {
    const item = fc.tuple(
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
      fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 900, max: 1200 })),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 300, size: 'max' }), (items) => {
        const lists = [0, 1, 2].map((place) => items.map((values) => values[place]!));
        const [x = [], y = [], sizes = []] = lists;
        const result = sizeMatchedTau(x, y, sizes);
        expect(result.ok ? result.value : null).toEqual(slowSizeMatched(x, y, sizes));
      }),
    );
  });

  it('takes another tolerance: catches 10 % whatever is asked for', () => {
    const x = normalItems(1, 'x', 300);
    const y = normalItems(2, 'x', 300);
    const sizes = normalItems(3, 'x', 300).map((value) => Math.exp(value));
    for (const tolerance of [0.02, 0.5]) {
      const expected = slowSizeMatched(x, y, sizes, 1 - tolerance);
      expect(valueOf(sizeMatchedTau(x, y, sizes, tolerance))).toEqual(expected);
    }
    expect(sizeMatchedTau([1, 2], [1, 2], [1, 2], 0.07)).toMatchObject({
      reason: expect.stringContaining('less than 7 %') as string,
    });
    expect(sizeMatchedTau(x, y, sizes, 1)).toMatchObject({
      reason: 'The tolerance is 1: it has to be above 0 and below 1.',
    });
  });

  it.each([0.01, 0.3, 2])(
    'agrees with it for 2000 items spread by %d: catches a lost block or staircase',
    (spread) => {
      const x = normalItems(1, 'x', 2000);
      const y = normalItems(2, 'x', 2000).map((value, i) => Math.round(3 * (value + x[i]!)));
      const sizes = normalItems(3, 'x', 2000).map((value) => Math.exp(spread * value));
      expect(valueOf(sizeMatchedTau(x, y, sizes))).toEqual(slowSizeMatched(x, y, sizes));
    },
  );

  it('finishes for 100,000 items of like sizes: catches a quadratic loop', () => {
    const x = normalItems(1, 'x', 100_000);
    const sizes = normalItems(2, 'x', 100_000).map((value) => Math.exp(value / 10));
    expect(valueOf(sizeMatchedTau(x, x, sizes)).value).toBe(1);
  });

  it.each([
    { x: [], y: [], sizes: [], reason: /^No two items whose sizes differ by less than 10 %/ },
    { x: [1], y: [1], sizes: [1], reason: /^No two items/ },
    { x: [1, 2], y: [1, 2], sizes: [1, 2], reason: /^No two items/ },
    { x: [1, 1], y: [1, 2], sizes: [1, 1], reason: /^No two items/ },
    { x: [1, 2], y: [1, 2], sizes: [1], reason: /2 values of x but 1 of size/ },
    { x: [1, NaN], y: [1, 2], sizes: [1, 1], reason: /value of x at index 1 is NaN/ },
    { x: [1, 2], y: [1, 2], sizes: [1, Infinity], reason: /of size at index 1 is Infinity/ },
    { x: [1, 2], y: [1, 2], sizes: [0, 1], reason: /size at index 0 is 0: .* above 0/ },
  ])('says why $x, $y, $sizes have none: catches 0 / 0', ({ x, y, sizes, reason }) => {
    const result = sizeMatchedTau(x, y, sizes);
    expect(result.ok ? '' : result.reason).toMatch(reason);
  });
});
