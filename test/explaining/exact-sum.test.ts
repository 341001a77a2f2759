import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingFrom, onOneGrid } from '../../src/explaining/exact-sum.ts';
import { exactSum } from './exact.ts';

const finite = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.double({ min: -1e-280, max: 1e-280, noNaN: true }),
  fc.double({ min: -1e200, max: 1e200, noNaN: true }),
);
const terms = fc.array(finite, { maxLength: 40 });

describe('onOneGrid(terms)', () => {
  it('makes every sum exact, in any order: catches a sum that rounds', () => {
    fc.assert(
      fc.property(terms, (list) => {
        const grid = onOneGrid(list);
        for (const order of [grid, grid.toReversed(), grid.toSorted((a, b) => a - b)]) {
          const sum = order.reduce((all, term) => all + term, 0);
          expect(exactSum([...grid, -sum])).toBe(0n);
        }
      }),
    );
  });

  it('moves a term by less than 2^-49 of the sizes of all: catches digits that are lost', () => {
    fc.assert(
      fc.property(terms, (list) => {
        const size = list.reduce((sum, term) => sum + Math.abs(term), 0);
        for (const [index, term] of onOneGrid(list).entries()) {
          expect(Math.abs(term - list[index]!)).toBeLessThanOrEqual(size * 2 ** -49 + 1e-323);
        }
      }),
    );
  });

  it('leaves nothing of nothing: catches a NaN of 0 / 0', () => {
    expect(onOneGrid([])).toEqual([]);
    expect(onOneGrid([0, -0])).toEqual([0, 0]);
  });
});

describe('missingFrom(total, terms)', () => {
  it('adds up to the total to the last bit, whatever the total: catches a rounded remainder', () => {
    fc.assert(
      fc.property(terms, finite, (list, total) => {
        const grid = onOneGrid(list);
        const missing = missingFrom(total, grid);
        expect(exactSum([...grid, ...missing, -total])).toBe(0n);
        expect(missing.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('is nothing where nothing is missing: catches a row of 0', () => {
    expect(missingFrom(3, [1, 2])).toEqual([]);
    expect(missingFrom(3.5, [1, 2])).toEqual([0.5]);
  });
});
