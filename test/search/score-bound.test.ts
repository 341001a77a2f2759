import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_LIMIT, type MeasuredOption } from '../../src/search/measured-group.ts';
import { scoreBound } from '../../src/search/score-bound.ts';

/** Every model of some layers as the mean of models of equal layers. */
function* modelsOf(
  options: readonly MeasuredOption[],
  layers: number,
  first = 0,
): Generator<{ value: number; sum: number }> {
  const option = options[first];
  if (option === undefined) {
    if (layers === 0) yield { value: 0, sum: 0 };
    return;
  }
  for (let count = 0; count <= layers; count++) {
    for (const rest of modelsOf(options, layers - count, first + 1)) {
      const [sum = NaN] = option.sums;
      yield { value: rest.value + count * option.value, sum: rest.sum + count * sum };
    }
  }
}

describe('scoreBound(group, limits)', () => {
  it('is met by no model within the limits: catches a bound of vertices alone', () => {
    const number = fc.integer({ min: -20, max: 20 });
    const drawn = fc.record({
      layers: fc.integer({ min: 1, max: 4 }),
      options: fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 4 }),
      ends: fc.tuple(number, number),
    });
    fc.assert(
      fc.property(drawn, ({ layers, options: pairs, ends }) => {
        const options = pairs.map(([value, sum]) => ({ value, sums: [sum] }));
        const [least, most] = [Math.min(...ends), Math.max(...ends)];
        const bound = scoreBound({ layers, options }, [{ least, most }]);
        for (const { value, sum } of modelsOf(options, layers)) {
          if (sum < layers * least || sum > layers * most) continue;
          expect(value / layers).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is where an edge of the hull meets a limit, or a vertex', () => {
    const options = [
      { value: 0, sums: [0] },
      { value: 8, sums: [4] },
      { value: 1, sums: [2] },
      { value: 10, sums: [10] },
    ];
    const within = (least: number, most: number): number =>
      scoreBound({ layers: 2, options }, [{ least, most }]);
    expect(within(-Infinity, 2)).toBeCloseTo(4, 6);
    expect(within(0, 5)).toBeCloseTo(8 + 1 / 3, 6);
    expect(within(0, 20)).toBeCloseTo(10, 6);
    expect(within(11, 20)).toBe(-Infinity);
    expect(scoreBound({ layers: 2, options }, [])).toBeCloseTo(10, 6);
    expect(scoreBound({ layers: 2, options }, [NO_LIMIT])).toBeCloseTo(10, 6);
    expect(scoreBound({ layers: 2, options, join: (value) => value }, [])).toBe(Infinity);
  });
});
