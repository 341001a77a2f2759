import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countTies } from '../../src/scoring/count-ties.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';

// Few values and their neighbours on both sides of a rounding to 12 digits.
const scores = fc.array(
  fc
    .tuple(
      fc.constantFrom(0, -0, 1, 1.5, 999999999999.5, 1e-300, 5e-324, 1e308, 0.123456789012),
      fc.constantFrom(0, 1e-16, 4.9e-12, -4.9e-12, 5e-12, -5e-12, 9.9e-12, 1e-11, -1e-11),
      fc.constantFrom(1, -1),
    )
    .map(([value, shift, sign]) => sign * value * (1 + shift)),
  { maxLength: 40 },
);

describe('countTies(rising)', () => {
  test('counts as rounding each score does: catches a margin that is too narrow', () => {
    fc.assert(
      fc.property(scores, (all) => {
        const counts = new Map<number, number>();
        for (const score of all.map(roundForTies)) counts.set(score, (counts.get(score) ?? 0) + 1);
        const sizes = [...counts.values()];
        expect(countTies(Float64Array.from(all).sort())).toEqual({
          candidates: all.length,
          tied: sizes.filter((size) => size > 1).reduce((sum, size) => sum + size, 0),
          distinct: sizes.length,
        });
      }),
      { numRuns: 5000 },
    );
  });
});
