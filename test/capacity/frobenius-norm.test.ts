import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frobeniusNorm, meanOfChi } from '../../src/capacity/frobenius-norm.ts';
import { measureMatrix } from '../../src/capacity/measure-matrix.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import reference from '../reference/capacity.json' with { type: 'json' };
import { DISTRIBUTIONS, statisticOf } from './statistic-cases.ts';

describe('meanOfChi(n)', () => {
  test.each(reference.meanOfChi)('is $mean at n = $n, by mpmath with 30 digits', ({ n, mean }) => {
    expect(Math.abs(meanOfChi(n) / mean - 1)).toBeLessThan(2e-14);
  });

  test('is known at 1, 2 and 3', () => {
    expect(meanOfChi(1)).toBeCloseTo(Math.sqrt(2 / Math.PI), 14);
    expect(meanOfChi(2)).toBeCloseTo(Math.sqrt(Math.PI / 2), 14);
    expect(meanOfChi(3)).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 14);
  });

  test('times that of n + 1 is n: a wrong term of the series shows where it takes over', () => {
    for (let n = 1; n < 1000; n++) {
      expect(Math.abs((meanOfChi(n) * meanOfChi(n + 1)) / n - 1)).toBeLessThan(4e-14);
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 48 }), (n) => {
        expect(Math.abs((meanOfChi(n) * meanOfChi(n + 1)) / n - 1)).toBeLessThan(4e-14);
      }),
    );
  });
});

describe('frobeniusNorm', () => {
  test('measures the root of the sum of squares', () => {
    expect(statisticOf(frobeniusNorm, { rows: 2, cols: 2 }, [1, -1, 3, 5])).toBe(6);
    expect(statisticOf(frobeniusNorm, { rows: 1, cols: 2 }, [0, 0])).toBe(0);
  });

  test('expects a mean below the root of the expected square, by Jensen', () => {
    const expected = frobeniusNorm.expected(
      { rows: 2, cols: 3 },
      { kind: 'normal', standardDeviation: 0.5 },
    );
    // sqrt(2) Gamma(7/2) / Gamma(3), Gamma(7/2) = 15 sqrt(pi) / 8.
    const exact = (0.5 * Math.SQRT2 * ((15 * Math.sqrt(Math.PI)) / 8)) / 2;
    expect(expected).toMatchObject({ ok: true });
    if (!expected.ok) return;
    expect(expected.value).toBeCloseTo(exact, 14);
    expect(expected.value).toBeLessThan(0.5 * Math.sqrt(6));
  });

  test('is in the mean what it expects, over two thousand small matrices', () => {
    const shape = { rows: 3, cols: 2 };
    const distribution = { kind: 'normal', standardDeviation: 1 } as const;
    const count = 2000;
    let [sum, squares] = [0, 0];
    for (let seed = 0; seed < count; seed++) {
      const measured = measureMatrix(frobeniusNorm, shape, distribution, weightStream(seed, 'w'));
      if (!measured.ok) throw new Error(measured.reason);
      sum += measured.value;
      squares += measured.value ** 2;
    }
    const standardError = Math.sqrt((squares / count - (sum / count) ** 2) / count);
    expect(Math.abs(sum / count - meanOfChi(6))).toBeLessThan(4 * standardError);
    // The root of the expected square would be twice as far off as that.
    expect(Math.sqrt(6) - meanOfChi(6)).toBeGreaterThan(6 * standardError);
  });

  test.each(DISTRIBUTIONS.filter(({ kind }) => kind !== 'normal'))(
    'has no closed form for $kind entries',
    (distribution) => {
      expect(frobeniusNorm.expected({ rows: 2, cols: 2 }, distribution)).toEqual({
        ok: false,
        reason: 'the Frobenius norm has a closed form for normal entries only',
      });
    },
  );
});
