import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MatrixStatistic } from '../../src/capacity/matrix-statistic.ts';
import { meanSquaredSingularValue } from '../../src/capacity/mean-squared-singular-value.ts';
import { nuclearNorm } from '../../src/capacity/nuclear-norm.ts';
import { parameterCount } from '../../src/capacity/parameter-count.ts';
import { singularValues } from '../../src/capacity/singular-values.ts';
import { spectralNorm } from '../../src/capacity/spectral-norm.ts';
import { squaredFrobeniusNorm } from '../../src/capacity/squared-frobenius-norm.ts';
import { effectiveRank } from '../../src/capacity/effective-rank.ts';
import { stableRank } from '../../src/capacity/stable-rank.ts';
import reference from '../reference/singular-values.json' with { type: 'json' };
import { DISTRIBUTIONS, slowVariance, statisticOf } from './statistic-cases.ts';

/** Singular values 5 and 3, by hand: W W^T = [[17, 8], [8, 17]]. */
const BY_HAND = { shape: { rows: 2, cols: 3 }, entries: [3, 2, 2, 2, 3, -2] };

/** A matrix of 1 to 6 rows and columns with entries in [-10, 10]. */
const anyMatrix = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), cols: fc.integer({ min: 1, max: 6 }) })
  .chain((shape) => {
    const length = shape.rows * shape.cols;
    return fc
      .array(fc.double({ min: -10, max: 10, noNaN: true }).map(Math.fround), {
        minLength: length,
        maxLength: length,
      })
      .map((entries) => ({ shape, entries }));
  });

describe.each<[MatrixStatistic, number]>([
  [meanSquaredSingularValue, 17],
  [squaredFrobeniusNorm, 34],
  [parameterCount, 6],
  [spectralNorm, 5],
  [nuclearNorm, 8],
  [stableRank, 34 / 25],
])('$name.measure', (statistic, byHand) => {
  test(`is ${byHand} at [[3, 2, 2], [2, 3, -2]], and at its transpose`, () => {
    const { shape, entries } = BY_HAND;
    expect(statisticOf(statistic, shape, entries)).toBeCloseTo(byHand, 12);
    const transposed = [0, 3, 1, 4, 2, 5].map((i) => entries[i]!);
    expect(statisticOf(statistic, { rows: 3, cols: 2 }, transposed)).toBeCloseTo(byHand, 12);
  });
});

describe('meanSquaredSingularValue.measure', () => {
  test('is the mean of the squared singular values: a division by the wrong side shows', () => {
    fc.assert(
      fc.property(anyMatrix, ({ shape, entries }) => {
        const squares = singularValues(Float32Array.from(entries), shape.rows, shape.cols).map(
          (sigma) => sigma * sigma,
        );
        const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
        const measured = statisticOf(meanSquaredSingularValue, shape, entries);
        expect(Math.abs(measured - mean)).toBeLessThanOrEqual(1e-12 * mean);
      }),
    );
  });

  test.each(DISTRIBUTIONS)(
    'is expected to be max(m, n) times the variance ($kind)',
    (distribution) => {
      for (const [rows, cols] of [
        [1, 1],
        [512, 128],
        [128, 512],
        [30522, 128],
      ] as const) {
        const expected = meanSquaredSingularValue.expected({ rows, cols }, distribution);
        expect(expected).toMatchObject({ ok: true });
        if (!expected.ok) continue;
        const slow = (slowVariance(distribution) * rows * cols) / Math.min(rows, cols);
        expect(Math.abs(expected.value / slow - 1)).toBeLessThan(1e-15 * 4);
      }
    },
  );
});

describe('squaredFrobeniusNorm.measure', () => {
  test('is the sum of the squares, in double precision', () => {
    fc.assert(
      fc.property(anyMatrix, ({ shape, entries }) => {
        const slow = entries.reduce((sum, entry) => sum + entry * entry, 0);
        const measured = statisticOf(squaredFrobeniusNorm, shape, entries);
        expect(Math.abs(measured - slow)).toBeLessThanOrEqual(1e-14 * slow);
      }),
    );
  });

  test.each(DISTRIBUTIONS)('is expected to be m n times the variance ($kind)', (distribution) => {
    const expected = squaredFrobeniusNorm.expected({ rows: 30, cols: 7 }, distribution);
    expect(expected).toMatchObject({ ok: true });
    if (expected.ok) expect(expected.value / (210 * slowVariance(distribution))).toBeCloseTo(1, 14);
  });
});

describe('parameterCount.measure', () => {
  test.each(DISTRIBUTIONS)(
    'is the same number in either mode, whatever is drawn ($kind)',
    (distribution) => {
      const shape = { rows: 30522, cols: 128 };
      expect(parameterCount.expected(shape, distribution)).toEqual({ ok: true, value: 3_906_816 });
      expect(parameterCount.needs).toBe('shape');
    },
  );
});

describe.each([spectralNorm, nuclearNorm, stableRank, effectiveRank])(
  '$name.expected',
  (statistic) => {
    test.each(DISTRIBUTIONS)('is refused, with the reason ($kind)', (distribution) => {
      const expected = statistic.expected({ rows: 4, cols: 4 }, distribution);
      expect(expected).toMatchObject({ ok: false });
      if (!expected.ok) expect(expected.reason).toContain('has no closed form');
    });
  },
);

describe('norms of a matrix', () => {
  test('are ordered: spectral <= Frobenius <= nuclear, 1 <= stable and effective rank <= smaller side', () => {
    fc.assert(
      fc.property(anyMatrix, ({ shape, entries }) => {
        fc.pre(entries.some((entry) => Math.abs(entry) > 1e-6));
        const of = (statistic: MatrixStatistic) => statisticOf(statistic, shape, entries);
        const frobenius = Math.sqrt(of(squaredFrobeniusNorm));
        const slack = 1 + 1e-7;
        expect(of(spectralNorm)).toBeLessThanOrEqual(frobenius * slack);
        expect(frobenius).toBeLessThanOrEqual(of(nuclearNorm) * slack);
        for (const rank of [stableRank, effectiveRank]) {
          expect(of(rank)).toBeGreaterThanOrEqual(1 / slack);
          expect(of(rank)).toBeLessThanOrEqual(Math.min(shape.rows, shape.cols) * slack);
        }
      }),
    );
  });

  test('of zeros are zero, but there is no stable or effective rank', () => {
    const shape = { rows: 2, cols: 2 };
    const zeros = [0, 0, 0, 0];
    for (const statistic of [spectralNorm, nuclearNorm, squaredFrobeniusNorm]) {
      expect(statisticOf(statistic, shape, zeros)).toBe(0);
    }
    expect(statisticOf(stableRank, shape, zeros)).toBeNaN();
    expect(statisticOf(effectiveRank, shape, zeros)).toBeNaN();
  });

  test('a stable rank does not change with the scale, even where squares would underflow', () => {
    const tiny = Float64Array.of(4e-200, 3e-200);
    expect(stableRank.measure(tiny)).toBeCloseTo(25 / 16, 14);
  });

  test.each<[string, number[], number]>([
    ['one value', [3], 1],
    ['equal values', [2, 2, 2, 2], 4],
    ['equal values and some of zero: catches 0 ln 0, which is no number', [5, 5, 5, 0, 0], 3],
    ['shares of a half and two quarters', [2, 1, 1], 2 ** 1.5],
    ['values whose sum overflows', [1e308, 1e308, 1e308], 3],
    ['values near the least there are', [5e-324, 5e-324], 2],
  ])('effective rank of %s', (_, values, expected) => {
    expect(effectiveRank.measure(Float64Array.from(values))).toBeCloseTo(expected, 14);
  });

  test.each([spectralNorm, nuclearNorm, stableRank, effectiveRank])(
    '$name of a 300 x 200 matrix is what NumPy finds',
    (statistic) => {
      const { rows, cols, seed, statistics } = reference;
      let state = seed;
      const entries = Array.from({ length: rows * cols }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return ((state >>> 16) - 32768) / 65536;
      });
      const expected = new Map(Object.entries(statistics)).get(statistic.name);
      expect(statisticOf(statistic, { rows, cols }, entries) / (expected ?? NaN)).toBeCloseTo(
        1,
        12,
      );
    },
  );
});
