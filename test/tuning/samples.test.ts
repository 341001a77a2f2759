import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffled } from '../../src/tuning/shuffle.ts';
import { spreadSample } from '../../src/tuning/spread-sample.ts';
import { linearItems } from './items.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('shuffled(items, seed, purpose)', () => {
  it('holds every item once: catches one that is lost or drawn twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), seeds, (items, seed) => {
        expect(shuffled(items, seed, 'test').sort((a, b) => a - b)).toEqual(
          items.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('puts every item everywhere equally often: catches a shuffle that prefers some orders', () => {
    const counts = new Map<string, number>();
    const runs = 6000;
    for (let seed = 0; seed < runs; seed++) {
      const order = shuffled([0, 1, 2], seed, 'test').join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Six orders, each a thousand times; the standard deviation of a count is 29.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - runs / 6)).toBeLessThan(120);
  });

  it('depends on seed and purpose alone: catches a hidden state', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    expect(shuffled(items, 5, 'a')).toEqual(shuffled(items, 5, 'a'));
    expect(shuffled(items, 5, 'a')).not.toEqual(shuffled(items, 6, 'a'));
    expect(shuffled(items, 5, 'a')).not.toEqual(shuffled(items, 5, 'b'));
  });
});

describe('spreadSample(items, capacityOf, size, seed)', () => {
  const items = linearItems(500, { attention: 1 }, 0);
  const capacityOf = ({ capacity }: (typeof items)[number]): (typeof items)[number]['capacity'] =>
    capacity;

  it('draws as many as asked for, each once, or all there are: catches a cell without an item', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        seeds,
        (size, n, seed) => {
          const sample = spreadSample(items.slice(0, n), capacityOf, size, seed);
          expect(sample.length).toBe(Math.min(size, n));
          expect(new Set(sample).size).toBe(sample.length);
        },
      ),
    );
  });

  it('holds one of each quarter of attention by fifth of feed-forward: catches cells of one capacity', () => {
    const sample = spreadSample(items, capacityOf, 20, 1);
    const quarter = items
      .toSorted((a, b) => a.capacity.attention - b.capacity.attention)
      .slice(125, 250)
      .sort((a, b) => a.capacity.feedForward - b.capacity.feedForward);
    for (let fifth = 0; fifth < 5; fifth++) {
      const cell = quarter.slice(25 * fifth, 25 * (fifth + 1));
      expect(sample.filter((one) => cell.includes(one)).length).toBe(1);
    }
  });

  it('draws every item about equally often: catches a cell of which one item is never drawn', () => {
    const few = items.slice(0, 12);
    const counts = new Map(few.map((one) => [one.id, 0]));
    for (let seed = 0; seed < 3000; seed++) {
      for (const { id } of spreadSample(few, capacityOf, 4, seed)) {
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    }
    // Each one of three: 1000 times, with a standard deviation of 26.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });

  it('leaves equal capacities to chance: catches a sample of the first ids', () => {
    const equal = items.slice(0, 40).map((one) => ({
      ...one,
      capacity: { attention: 1, feedForward: 1, embedding: 1 },
    }));
    const drawn = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      for (const { id } of spreadSample(equal, capacityOf, 4, seed)) drawn.add(id);
    }
    expect(drawn.size).toBe(40);
  });
});
