import { describe, expect, it } from 'vitest';
import { RandomNumbers } from '../../src/search/random-numbers.ts';

function drawn(seed: number, name: string, count: number, below: number): number[] {
  const random = new RandomNumbers(seed, name);
  return Array.from({ length: count }, () => random.below(below));
}

describe('RandomNumbers', () => {
  it('are those of the seed and the name', () => {
    expect(drawn(1, 'a', 50, 1000)).toEqual(drawn(1, 'a', 50, 1000));
    expect(drawn(1, 'a', 50, 1000)).not.toEqual(drawn(1, 'b', 50, 1000));
    expect(drawn(1, 'a', 50, 1000)).not.toEqual(drawn(2, 'a', 50, 1000));
  });

  it('are uniform', () => {
    const counts = new Map<number, number>();
    for (const value of drawn(0, 'uniform', 6000, 6)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    // Five standard deviations of a count of 1000.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });

  it('have chances from never to always', () => {
    const random = new RandomNumbers(3, 'chance');
    const share = (probability: number): number =>
      Array.from({ length: 4000 }, () => random.chance(probability)).filter(Boolean).length / 4000;
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(Math.abs(share(0.25) - 0.25)).toBeLessThan(0.035);
  });

  it('refuse a seed that is none', () => {
    expect(() => new RandomNumbers(-1, 'a')).toThrow(RangeError);
  });
});
