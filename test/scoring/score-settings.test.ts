import { describe, expect, test } from 'vitest';
import { meanSquaredSingularValue } from '../../src/capacity/mean-squared-singular-value.ts';
import { DEFAULT_SETTINGS, MODES, seedsOf } from '../../src/scoring/score-settings.ts';

const seeds = (seed: number, count: number) => seedsOf({ ...DEFAULT_SETTINGS, seed, seeds: count });

describe('seedsOf(settings)', () => {
  test('counts from the first seed on', () => {
    expect(seeds(0, 1)).toEqual([0]);
    expect(seeds(5, 3)).toEqual([5, 6, 7]);
    expect(seeds(2 ** 53 - 3, 2)).toEqual([2 ** 53 - 3, 2 ** 53 - 2]);
    expect(seeds(2 ** 53 - 1, 1)).toEqual([2 ** 53 - 1]);
  });

  test.each([
    [0, 0],
    [0, -1],
    [0, 1.5],
    [0, NaN],
    [-1, 1],
    [0.5, 1],
    [NaN, 1],
    [2 ** 53 - 1, 2],
    [2 ** 53, 1],
  ])(
    'refuses seed %d with %d seeds: a mean over none is NaN, beyond 2^53 seeds repeat',
    (seed, count) => {
      expect(() => seeds(seed, count)).toThrow(RangeError);
    },
  );
});

describe('DEFAULT_SETTINGS', () => {
  test('are the ZeroLM statistic in closed form', () => {
    expect(DEFAULT_SETTINGS.statistic).toBe(meanSquaredSingularValue);
    expect(DEFAULT_SETTINGS.mode).toBe(MODES[0]);
    expect(MODES).toEqual(['expected', 'sampled', 'weights']);
  });
});
