import { describe, expect, it } from 'vitest';
import { countPasses, interleavePasses } from '../../src/latency/interleave-passes.ts';

describe('interleavePasses', () => {
  it.each([
    [1, 0, 1],
    [3, 2, 5],
    [4, 3, 12],
  ])(
    'of %i models, %i and %i passes times each as often: catches a round that is cut off',
    (models, warmUp, repeats) => {
      const timed = new Array<number>(models).fill(0);
      let passes = 0;
      for (const { model, untimed, timed: own } of interleavePasses(models, warmUp, repeats)) {
        timed[model]! += own;
        passes += untimed + own;
      }
      expect(timed).toEqual(timed.map(() => repeats));
      expect(passes).toBe(countPasses(models, warmUp, repeats));
    },
  );

  it('goes through all models, there and back: catches one that is timed when the machine is slow', () => {
    const turns = [...interleavePasses(3, 1, 10)];
    expect(turns.map(({ model }) => model)).toEqual([0, 1, 2, 0, 1, 2, 2, 1, 0]);
    expect(turns.slice(0, 3).every(({ timed }) => timed === 0)).toBe(true);
    expect(turns.slice(3).every(({ untimed }) => untimed === 1)).toBe(true);
  });
});
