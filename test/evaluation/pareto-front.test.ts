import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoFront } from '../../src/evaluation/pareto-front.ts';

interface Item {
  readonly cost: number;
  readonly score: number;
}

/** By the definition. */
function slowFront(items: readonly Item[]): boolean[] {
  return items.map(
    (item) =>
      !items.some(
        (other) =>
          other.cost <= item.cost &&
          other.score >= item.score &&
          (other.cost < item.cost || other.score > item.score),
      ),
  );
}

describe('paretoFront', () => {
  it('keeps what costs less or scores more: catches a front of the costly side', () => {
    const items = [
      { cost: 1, score: 1 },
      { cost: 2, score: 1 },
      { cost: 2, score: 3 },
      { cost: 3, score: 2 },
      { cost: 4, score: 4 },
    ];
    expect(paretoFront(items)).toEqual([true, false, true, false, true]);
  });

  it('keeps equals together, also those that differ by float noise: catches one of two twins', () => {
    expect(
      paretoFront([
        { cost: 1, score: 0.1 + 0.2 },
        { cost: 1, score: 0.3 },
        { cost: 2, score: 0.1 + 0.2 },
      ]),
    ).toEqual([true, true, false]);
    expect(
      paretoFront([
        { cost: 0.1 + 0.2, score: 1 },
        { cost: 0.3, score: 1 },
      ]),
    ).toEqual([true, true]);
  });

  it('handles none and one, and scores below 0: catches a front that starts at 0', () => {
    expect(paretoFront([])).toEqual([]);
    expect(paretoFront([{ cost: 5, score: -2 }])).toEqual([true]);
  });

  it('refuses what is no number: catches a NaN on the front', () => {
    expect(() => paretoFront([{ cost: 1, score: NaN }])).toThrow(RangeError);
    expect(() => paretoFront([{ cost: Infinity, score: 1 }])).toThrow('item 0 costs Infinity');
  });

  it('agrees with the definition on random ties: catches any slip of the sweep', () => {
    const side = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(fc.array(fc.record({ cost: side, score: side })), (items) => {
        expect(paretoFront(items)).toEqual(slowFront(items));
      }),
    );
  });
});
