import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedLogDeterminant, logDeterminant } from '../../src/capacity/log-determinant.ts';
import { measureMatrix } from '../../src/capacity/measure-matrix.ts';
import { squaredFrobeniusNorm } from '../../src/capacity/squared-frobenius-norm.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import reference from '../reference/capacity.json' with { type: 'json' };
import { DISTRIBUTIONS, slowVariance, statisticOf } from './statistic-cases.ts';

/** p times the integral of ln(1 + v q x) over the Marchenko-Pastur law, by the trapezoidal rule. */
function integrated(rows: number, cols: number, variance: number): number {
  const p = Math.min(rows, cols);
  const q = Math.max(rows, cols);
  const root = Math.sqrt(p / q);
  const steps = 4000;
  let sum = 0;
  for (let i = 1; i < steps; i++) {
    const t = (Math.PI * i) / steps;
    const x = (1 - root) ** 2 + 4 * root * Math.cos(t / 2) ** 2;
    sum += (Math.sin(t) ** 2 / x) * Math.log1p(variance * q * x);
  }
  return (2 * p * sum) / steps;
}

describe('expectedLogDeterminant(rows, cols, variance)', () => {
  test.each(reference.expectedLogDeterminant)(
    'is $expected at $rows x $cols and variance $variance, by quadrature with 30 digits',
    ({ rows, cols, variance, expected }) => {
      expect(Math.abs(expectedLogDeterminant(rows, cols, variance) / expected - 1)).toBeLessThan(
        1e-14,
      );
    },
  );

  test('is the integral over the Marchenko-Pastur law at any shape and variance', () => {
    const side = fc.integer({ min: 1, max: 5000 });
    const exponent = fc.double({ min: -12, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, exponent, (rows, cols, power) => {
        const variance = 10 ** power;
        // The trapezoidal rule converges as fast as the law stays away from zero.
        fc.pre(Math.min(rows, cols) < 0.95 * Math.max(rows, cols));
        const slow = integrated(rows, cols, variance);
        expect(Math.abs(expectedLogDeterminant(rows, cols, variance) / slow - 1)).toBeLessThan(
          1e-10,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('does not change when the matrix is transposed', () => {
    const side = fc.integer({ min: 1, max: 10 ** 6 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 10, noNaN: true }), (m, n, variance) => {
        expect(expectedLogDeterminant(m, n, variance)).toBe(expectedLogDeterminant(n, m, variance));
      }),
    );
  });

  test('is zero without variance, m n v where it is tiny', () => {
    expect(expectedLogDeterminant(10, 20, 0)).toBe(0);
    expect(expectedLogDeterminant(10, 20, 1e-200) / 200e-200).toBeCloseTo(1, 14);
  });
});

describe('logDeterminant', () => {
  test('measures ln det(I + W W^T): ln(26 * 10) for singular values 5 and 3', () => {
    const measured = statisticOf(logDeterminant, { rows: 2, cols: 3 }, [3, 2, 2, 2, 3, -2]);
    expect(measured).toBeCloseTo(Math.log(260), 12);
  });

  test('keeps singular values whose square is below the last digit of 1', () => {
    const measured = statisticOf(logDeterminant, { rows: 2, cols: 2 }, [1e-9, 0, 0, 1e-9]);
    expect(measured).toBeCloseTo(2 * Math.fround(1e-9) ** 2, 30);
    expect(statisticOf(logDeterminant, { rows: 1, cols: 1 }, [0])).toBe(0);
  });

  test.each(DISTRIBUTIONS)('expects what the variance of $kind entries gives', (distribution) => {
    const shape = { rows: 64, cols: 96 };
    const expected = logDeterminant.expected(shape, distribution);
    expect(expected).toMatchObject({ ok: true });
    if (!expected.ok) return;
    const slow = integrated(shape.rows, shape.cols, slowVariance(distribution));
    expect(expected.value / slow).toBeCloseTo(1, 10);
  });

  // The spread of the statistic is far larger than what is looked for; most of it is that of the
  // squared Frobenius norm, whose expectation is known, so that part is taken out.
  test.each([
    [8, 8, 0.3, 3000],
    [32, 48, 0.2, 600],
    [64, 64, 0.1, 300],
  ])(
    'of %i x %i matrices with s = %d differs in the mean by the term that the docstring names',
    (rows, cols, standardDeviation, count) => {
      const shape = { rows, cols };
      const variance = standardDeviation ** 2;
      const points = Array.from({ length: count }, (_, seed) => {
        const distribution = { kind: 'normal', standardDeviation } as const;
        const stream = weightStream(seed, 'w');
        const squares = measureMatrix(squaredFrobeniusNorm, shape, distribution, stream);
        const measured = measureMatrix(logDeterminant, shape, distribution, stream);
        if (!squares.ok || !measured.ok) throw new Error('not measured');
        return { x: squares.value - rows * cols * variance, y: measured.value };
      });
      const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
      const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
      const slope =
        mean(points.map(({ x, y }) => (x - meanX) * (y - meanY))) /
        mean(points.map(({ x }) => (x - meanX) ** 2));
      const rest = points.map(({ x, y }) => y - slope * x);
      const standardError = Math.sqrt(mean(rest.map((y) => (y - mean(rest)) ** 2)) / count);
      const limit = expectedLogDeterminant(rows, cols, variance);

      const g = rows * variance;
      const b = cols / rows;
      const upper = Math.sqrt(g * (1 + Math.sqrt(b)) ** 2 + 1);
      const lower = Math.sqrt(g * (1 - Math.sqrt(b)) ** 2 + 1);
      const share = (upper - lower) ** 2 / (4 * g);
      const named = Math.log(1 - share ** 2 / b) / 2;
      const deviation = mean(rest) - limit;
      // A tenth of the term for what is left out at so small a size.
      expect(Math.abs(deviation - named)).toBeLessThan(4 * standardError - named / 10);
      // The docstring's first version, "of the order of v", would not be told apart from 0 here.
      expect(deviation).toBeLessThan(-4 * standardError);
      expect(Math.abs(deviation)).toBeLessThan(0.02 * limit);
    },
  );
});
