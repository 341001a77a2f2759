import { describe, expect, it } from 'vitest';
import { pairRanks } from '../../src/evaluation/pair-ranks.ts';
import { valueOf } from './value-of.ts';

describe('pairRanks', () => {
  it('sorts by x, then by y: catches ties in x that look like inversions of y', () => {
    const ranks = valueOf(pairRanks([2, 1, 2, 1], [10, 40, 5, 20]));
    expect([...ranks.order]).toEqual([3, 1, 2, 0]);
    expect([...ranks.xSorted]).toEqual([0, 0, 1, 1]);
    expect([...ranks.ySorted]).toEqual([2, 3, 0, 1]);
    expect([ranks.n, ranks.xLevels, ranks.yLevels]).toEqual([4, 2, 4]);
  });

  it.each([
    { x: [1, 2], y: [1], problem: { kind: 'different lengths', xLength: 2, yLength: 1 } },
    { x: [], y: [], problem: { kind: 'too few items', n: 0 } },
    { x: [1], y: [NaN], problem: { kind: 'too few items', n: 1 } },
    { x: [1, NaN], y: [1, 2], problem: { kind: 'not finite', side: 'x', index: 1 } },
    { x: [1, 1], y: [-Infinity, 2], problem: { kind: 'not finite', side: 'y', index: 0 } },
    { x: [3, 3], y: [1, 2], problem: { kind: 'constant', side: 'x' } },
    { x: [3, 3], y: [2, 2], problem: { kind: 'constant', side: 'x' } },
    { x: [1, 2], y: [0, -0], problem: { kind: 'constant', side: 'y' } },
  ])('names the problem of $x and $y: catches a wrong or missing check', ({ x, y, problem }) => {
    expect(pairRanks(x, y)).toEqual({ ok: false, reason: problem });
  });
});
