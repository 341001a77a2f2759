import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks } from '../../src/evaluation/average-ranks.ts';
import { slowAverageRanks } from './slow-correlations.ts';

describe('averageRanks', () => {
  it('counts from 1: catches ranks from 0', () => {
    expect([...averageRanks([30, 10, 20])]).toEqual([3, 1, 2]);
  });

  it('shares the mean among ties: catches minimum, maximum and dense ranks', () => {
    expect([...averageRanks([5, 1, 5, 5, 9])]).toEqual([3, 1, 3, 3, 5]);
    expect([...averageRanks([1, 1, 2, 2])]).toEqual([1.5, 1.5, 3.5, 3.5]);
  });

  it('handles no value and one value: catches an empty list that throws', () => {
    expect([...averageRanks([])]).toEqual([]);
    expect([...averageRanks([7])]).toEqual([1]);
  });

  it('ties -0 with 0: catches a comparison of bits', () => {
    expect([...averageRanks([0, -0])]).toEqual([1.5, 1.5]);
  });

  it('ranks infinities at the ends: catches arithmetic on values', () => {
    expect([...averageRanks([Infinity, 0, -Infinity, Infinity])]).toEqual([3.5, 2, 1, 3.5]);
  });

  it('agrees with the definition on random ties: catches any slip of the fast path', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (values) => {
        expect([...averageRanks(values)]).toEqual(slowAverageRanks(values));
      }),
    );
  });
});
