import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import type { Weight } from '../../src/architecture/weight.ts';
import { drawEntries } from '../../src/forward/draw-entries.ts';
import { WeightCache } from '../../src/runtime/weight-cache.ts';
import { NEIGHBOURS } from '../scoring/architectures.ts';

const matrix = (path: string, size: number): Weight => ({
  path,
  shape: [size, 1],
  subModule: 'attention',
  block: 0,
  counts: 'capacity',
  packing: null,
  distribution: { kind: 'normal', standardDeviation: 1 },
});

describe('WeightCache', () => {
  test('gives what is drawn, whoever asked before: catches weights of another model', () => {
    const cache = new WeightCache(1e6);
    for (const round of [1, 2]) {
      for (const architecture of NEIGHBOURS) {
        for (const weight of inventory(architecture, 'normal')) {
          for (const [seed, type] of [
            [0, 'float32'],
            [round, 'float32'],
            [0, 'float64'],
          ] as const) {
            expect(cache.entries(weight, seed, type)).toEqual(drawEntries(weight, seed, type));
          }
        }
      }
    }
  });

  test('keeps no more than its limit, what was asked for last: catches memory that grows', () => {
    const cache = new WeightCache(400);
    const [a, b, c] = [matrix('a', 32), matrix('b', 32), matrix('c', 32)];
    const [first, second] = [cache.entries(a, 0, 'float32'), cache.entries(b, 0, 'float32')];
    expect(cache.entries(a, 0, 'float32')).toBe(first);
    cache.entries(c, 0, 'float32');
    expect(cache.bytes).toBe(256 + 128);
    expect(cache.entries(a, 0, 'float32')).toBe(first);
    cache.entries(matrix('d', 32), 0, 'float32');
    expect(cache.entries(b, 0, 'float32')).not.toBe(second);
    const large = cache.entries(matrix('large', 1000), 0, 'float32');
    expect(large).toHaveLength(1000);
    expect(cache.bytes).toBeLessThanOrEqual(400);
  });
});
