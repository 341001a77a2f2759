import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingFront } from '../../src/evaluation/growing-front.ts';
import { paretoFront } from '../../src/evaluation/pareto-front.ts';

interface Item {
  readonly cost: number;
  readonly score: number;
}

function grown(items: readonly Item[]): number[] {
  const front = new GrowingFront<number>();
  for (const [index, { cost, score }] of items.entries()) front.add(cost, score, index);
  expect(front.items()).toHaveLength(front.size);
  return front.items().sort((a, b) => a - b);
}

const whole = (items: readonly Item[]): number[] =>
  paretoFront(items).flatMap((onFront, index) => (onFront ? [index] : []));

describe('GrowingFront', () => {
  it('holds what the front of all at once holds, whatever the order: catches any slip of an insertion', () => {
    const side = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(fc.array(fc.record({ cost: side, score: side })), (items) => {
        expect(grown(items)).toEqual(whole(items));
      }),
      { numRuns: 500 },
    );
  });

  it('takes float noise in scores and costs for equality, as that does: catches one of two twins', () => {
    const noisy = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -2, max: 2 }));
    const side = noisy.map(([value, bits]) => (value / 10) * (1 + bits * Number.EPSILON));
    fc.assert(
      fc.property(fc.array(fc.record({ cost: side, score: side })), (items) => {
        expect(grown(items)).toEqual(whole(items));
      }),
    );
  });

  it('gives the front by rising cost, and never turns away what belongs there: catches a filter that is too quick', () => {
    const front = new GrowingFront<string>();
    expect(front.mayHold(5, -7)).toBe(true);
    front.add(5, 1, 'a');
    front.add(2, 1 - 1e-9, 'b');
    expect(front.mayHold(5, 0.3)).toBe(false);
    expect(front.mayHold(2, (1 - 1e-9) * (1 - Number.EPSILON))).toBe(true);
    front.add(9, 3, 'c');
    expect(front.items()).toEqual(['b', 'a', 'c']);
    front.add(1, 2, 'd');
    expect(front.items()).toEqual(['d', 'c']);
  });

  it('refuses what is no number: catches a NaN that beats nothing and stays', () => {
    const front = new GrowingFront<null>();
    expect(() => {
      front.add(NaN, 1, null);
    }).toThrow('an item costs NaN and scores 1');
    expect(() => front.mayHold(1, Infinity)).toThrow(RangeError);
  });
});
