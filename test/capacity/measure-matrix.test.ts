import { describe, expect, test } from 'vitest';
import { formulaStatistic } from '../../src/capacity/formula-statistic.ts';
import type { MatrixStatistic } from '../../src/capacity/matrix-statistic.ts';
import {
  expectedOfMatrix,
  MAX_HELD_ENTRIES,
  measureMatrix,
} from '../../src/capacity/measure-matrix.ts';
import { stableRank } from '../../src/capacity/stable-rank.ts';
import { STATISTICS } from '../../src/capacity/statistics.ts';
import { drawWeights } from '../../src/initialization/draw-weights.ts';
import { weightStream } from '../../src/initialization/weight-stream.ts';
import { DISTRIBUTIONS, statisticOf } from './statistic-cases.ts';

const STREAM = weightStream(7, 'encoder.layer.0.attention.self.query.weight');
const NORMAL = { kind: 'normal', standardDeviation: 0.02 } as const;
const HELD = STATISTICS.filter(
  ({ needs }) => needs === 'singular-values' || needs === 'log-determinant',
);

describe.each(STATISTICS)('measureMatrix($name, ...)', (statistic) => {
  // Below, at and above a group of 16 and a chunk of 4096.
  test.each([
    [1, 1],
    [3, 5],
    [4, 4],
    [17, 1],
    [64, 64],
    [3, 1366],
  ])('measures exactly the first %i x %i entries of the stream', (rows, cols) => {
    for (const distribution of DISTRIBUTIONS) {
      const entries = new Float32Array(Math.ceil((rows * cols) / 16) * 16);
      drawWeights(distribution, STREAM, 0, entries);
      const shape = { rows, cols };
      const own = [...entries.subarray(0, rows * cols)];
      expect(measureMatrix(statistic, shape, distribution, STREAM)).toEqual({
        ok: true,
        value: statisticOf(statistic, shape, own, distribution),
      });
    }
  });

  test('gives a number or a reason, never an exception, where the entries overflow', () => {
    for (const standardDeviation of [3e38, 1e39, 1e300, Infinity, NaN]) {
      const distribution = { kind: 'normal', standardDeviation } as const;
      const measured = measureMatrix(statistic, { rows: 8, cols: 8 }, distribution, STREAM);
      expect(measured.ok).toBe(statistic.needs === 'shape');
      if (!measured.ok) expect(measured.reason).toMatch(/finite/);
    }
  });
});

describe('measureMatrix(statistic, ...)', () => {
  test.each(HELD)(
    '$name refuses a matrix that is too large to be held, before it is drawn',
    (statistic) => {
      const shape = { rows: MAX_HELD_ENTRIES + 1, cols: 1 };
      const measured = measureMatrix(statistic, shape, NORMAL, STREAM);
      expect(measured).toEqual({
        ok: false,
        reason: `${statistic.name} needs all 268435457 x 1 entries at once: expected at most 268435456`,
      });
    },
  );

  test('a statistic that has no value gives the reason, not NaN', () => {
    const zeros = { kind: 'normal', standardDeviation: 0 } as const;
    expect(measureMatrix(stableRank, { rows: 3, cols: 3 }, zeros, STREAM)).toEqual({
      ok: false,
      reason: 'stable-rank is NaN, not a finite number',
    });
  });

  test('a formula that yields no finite number gives the reason in both modes', () => {
    for (const [text, value] of [
      ['1 / (rows - 3)', 'Infinity'],
      ['log(-size)', 'NaN'],
    ] as const) {
      const formula = formulaStatistic(text);
      if (!formula.ok) throw new Error(formula.reason);
      const refused = { ok: false, reason: `${text} is ${value}, not a finite number` };
      const shape = { rows: 3, cols: 3 };
      expect(measureMatrix(formula.value, shape, NORMAL, STREAM)).toEqual(refused);
      expect(expectedOfMatrix(formula.value, shape, NORMAL)).toEqual(refused);
    }
  });

  test('another seed or path gives another number', () => {
    const of = (statistic: MatrixStatistic, seed: number, path: string) =>
      measureMatrix(statistic, { rows: 9, cols: 4 }, NORMAL, weightStream(seed, path));
    for (const statistic of STATISTICS.filter(({ needs }) => needs !== 'shape')) {
      const first = of(statistic, 0, 'a');
      expect(of(statistic, 0, 'a')).toEqual(first);
      expect(of(statistic, 1, 'a')).not.toEqual(first);
      expect(of(statistic, 0, 'b')).not.toEqual(first);
    }
  });
});

describe('expectedOfMatrix(statistic, ...)', () => {
  test.each(STATISTICS)('of $name passes the value or the refusal on', (statistic) => {
    const shape = { rows: 12, cols: 30 };
    for (const distribution of DISTRIBUTIONS) {
      expect(expectedOfMatrix(statistic, shape, distribution)).toEqual(
        statistic.expected(shape, distribution),
      );
    }
  });
});
