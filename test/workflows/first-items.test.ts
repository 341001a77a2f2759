import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FirstItems } from '../../src/workflows/first-items.ts';

describe('FirstItems', () => {
  it('holds the head of the sorted list, however many come: catches an item that is cut too early', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 500 }), {
      minLength: 1000,
      maxLength: 6000,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 50 }), (all, size) => {
        const first = new FirstItems<number>(size, (a, b) => a - b);
        for (const one of all) first.add(one);
        expect(first.items()).toEqual(all.toSorted((a, b) => a - b).slice(0, size));
      }),
      { numRuns: 50 },
    );
  });
});
