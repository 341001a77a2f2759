import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypervolume, referencePoint, type FrontPoint } from '../../src/search/hypervolume.ts';

const point = fc.record({ cost: fc.nat(12), score: fc.nat(12) });

/** The area by counting unit squares. */
function squares(points: readonly FrontPoint[], reference: FrontPoint): number {
  let count = 0;
  for (let cost = 0; cost < reference.cost; cost++) {
    for (let { score } = reference; score < 15; score++) {
      if (points.some((own) => own.cost <= cost && own.score >= score + 1)) count += 1;
    }
  }
  return count;
}

describe('hypervolume', () => {
  it('is the number of unit squares that whole points dominate', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), point, (points, reference) => {
        expect(hypervolume(points, reference)).toBe(squares(points, reference));
      }),
    );
  });

  it('adds one rectangle for each point of the front', () => {
    const points = [
      { cost: 1, score: 2 },
      { cost: 3, score: 5 },
      { cost: 4, score: 4 },
    ];
    expect(hypervolume(points, { cost: 10, score: 1 })).toBe(9 * 1 + 7 * 3);
  });

  it('is 0 without a point, and with points beyond the reference alone', () => {
    const reference = { cost: 5, score: 5 };
    expect(hypervolume([], reference)).toBe(0);
    expect(hypervolume([{ cost: 5, score: 9 }], reference)).toBe(0);
    expect(hypervolume([{ cost: 1, score: 5 }], reference)).toBe(0);
  });
});

describe('referencePoint', () => {
  it('lies a tenth of the range beyond the worst', () => {
    const points = [
      { cost: 10, score: -4 },
      { cost: 30, score: 6 },
    ];
    expect(referencePoint(points)).toEqual({ cost: 32, score: -5 });
  });

  it('is the point itself where there is no range', () => {
    const only = { cost: 3, score: 2 };
    expect(referencePoint([only, only])).toEqual(only);
  });
});
