import { describe, expect, it } from 'vitest';
import { compareOrders, type ComparedItem } from '../../src/evaluation/compare-orders.ts';

const itemsOf = (
  ...pairs: readonly (readonly [number, number])[]
): { id: string; score: number; truth: number }[] =>
  pairs.map(([score, truth], index) => ({ id: `m${index}`, score, truth }));

const placesOf = (items: readonly ComparedItem[]): number[][] =>
  items.map(({ scorePlace, truthPlace, difference }) => [scorePlace, truthPlace, difference]);

describe('compareOrders', () => {
  it('counts places from the best, in the order given: catches ranks from the worst', () => {
    const compared = compareOrders(itemsOf([1, 70], [3, 80], [2, 90]), 'higher-is-better');
    expect(placesOf(compared)).toEqual([
      [3, 3, 0],
      [1, 2, -1],
      [2, 1, 1],
    ]);
    expect(compared.map(({ id, fitted }) => [id, fitted])).toEqual([
      ['m0', 70],
      ['m1', 85],
      ['m2', 85],
    ]);
  });

  it('turns truth and curve where lower is better: catches a direction that is dropped', () => {
    const compared = compareOrders(itemsOf([1, 30], [3, 20], [2, 10]), 'lower-is-better');
    expect(placesOf(compared)).toEqual([
      [3, 3, 0],
      [1, 2, -1],
      [2, 1, 1],
    ]);
    expect(compared.map(({ fitted }) => fitted)).toEqual([30, 15, 15]);
  });

  it('shares places among scores that differ by float noise: catches a tie that is broken', () => {
    const compared = compareOrders(itemsOf([0.1 + 0.2, 1], [0.3, 2]), 'higher-is-better');
    expect(placesOf(compared)).toEqual([
      [1.5, 2, -0.5],
      [1.5, 1, 0.5],
    ]);
    expect(compared.map(({ score, fitted }) => [score, fitted])).toEqual([
      [0.1 + 0.2, 1.5],
      [0.3, 1.5],
    ]);
  });

  it('handles none and one: catches an empty list that throws', () => {
    expect(compareOrders([], 'higher-is-better')).toEqual([]);
    expect(placesOf(compareOrders(itemsOf([5, 6]), 'lower-is-better'))).toEqual([[1, 1, 0]]);
  });

  it('refuses what is no number: catches a NaN that has a place', () => {
    expect(() => compareOrders(itemsOf([NaN, 1]), 'higher-is-better')).toThrow(RangeError);
    expect(() => compareOrders(itemsOf([1, Infinity]), 'higher-is-better')).toThrow(RangeError);
  });
});
