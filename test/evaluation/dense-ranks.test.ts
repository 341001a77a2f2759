import { describe, expect, it } from 'vitest';
import { denseRanks } from '../../src/evaluation/dense-ranks.ts';

describe('denseRanks', () => {
  it('ranks without gaps: catches ranks that skip over ties', () => {
    const { ranks, levels, order } = denseRanks(new Float64Array([20, 10, 20, 30]));
    expect([...ranks]).toEqual([1, 0, 1, 2]);
    expect(levels).toBe(3);
    expect([...order]).toEqual([1, 0, 2, 3]);
  });

  it('orders ties as told: catches a tie order that is ignored', () => {
    const { order } = denseRanks(new Float64Array([5, 5, 1]), Int32Array.of(2, 1, 0));
    expect([...order]).toEqual([2, 1, 0]);
  });

  it('has no levels for no values: catches a level made from nothing', () => {
    expect(denseRanks(new Float64Array(0)).levels).toBe(0);
  });

  it('takes -0 for 0, but no two neighbouring floats for one: catches a tolerant comparison', () => {
    expect([...denseRanks(new Float64Array([0, -0, 1, 1 + 2 ** -52])).ranks]).toEqual([0, 0, 1, 2]);
  });
});
