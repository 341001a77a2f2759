import { describe, expect, test } from 'vitest';
import { CAPACITY_VARIABLES, formulaStatistic } from '../../src/capacity/formula-statistic.ts';
import type { MomentStatistic } from '../../src/capacity/matrix-statistic.ts';
import { meanSquaredSingularValue } from '../../src/capacity/mean-squared-singular-value.ts';
import { DISTRIBUTIONS, slowVariance, statisticOf } from './statistic-cases.ts';

function compiled(text: string): MomentStatistic {
  const statistic = formulaStatistic(text);
  if (!statistic.ok) throw new Error(statistic.reason);
  return statistic.value;
}

const SHAPE = { rows: 2, cols: 3 };
const ENTRIES = [1, 2, 3, 4, 5, 9];

describe('formulaStatistic(text).measure', () => {
  test.each([
    ['rows', 2],
    ['cols', 3],
    ['size', 6],
    ['sigma', 0.5],
    ['mean', 4],
    // (9 + 4 + 1 + 0 + 1 + 25) / 6: over N, not over N - 1.
    ['variance', 40 / 6],
    ['frobenius2', 136],
  ])('gives %s = %d for the entries 1, 2, 3, 4, 5, 9 of 2 rows', (name, value) => {
    expect(CAPACITY_VARIABLES).toContain(name);
    const statistic = compiled(name);
    const distribution = { kind: 'normal', standardDeviation: 0.5 } as const;
    expect(statisticOf(statistic, SHAPE, ENTRIES, distribution)).toBeCloseTo(value, 12);
  });

  test.each(DISTRIBUTIONS)(
    'takes sigma as the standard deviation of $kind entries',
    (distribution) => {
      const measured = statisticOf(compiled('sigma'), SHAPE, ENTRIES, distribution);
      expect(measured).toBeCloseTo(Math.sqrt(slowVariance(distribution)), 14);
    },
  );

  test('joins the variables: the ZeroLM statistic written as a formula', () => {
    const statistic = compiled('frobenius2 / min(rows, cols)');
    expect(statisticOf(statistic, SHAPE, ENTRIES)).toBe(
      statisticOf(meanSquaredSingularValue, SHAPE, ENTRIES),
    );
    expect(statistic.name).toBe('frobenius2 / min(rows, cols)');
  });

  test('never has a negative variance where all entries are the same', () => {
    const entries = Array.from({ length: 6 }, () => 0.1);
    const measured = statisticOf(compiled('sqrt(variance)'), SHAPE, entries);
    expect(measured).toBeGreaterThanOrEqual(0);
    expect(measured).toBeLessThan(1e-8);
  });
});

describe('formulaStatistic(text).expected', () => {
  const shape = { rows: 4, cols: 5 };

  test.each<[string, (variance: number) => number]>([
    ['rows', () => 4],
    ['cols', () => 5],
    ['size', () => 20],
    ['sigma', (v) => Math.sqrt(v)],
    ['mean', () => 0],
    ['variance', (v) => (v * 19) / 20],
    ['frobenius2', (v) => 20 * v],
    ['frobenius2 / min(rows, cols)', (v) => 5 * v],
    [
      'log(rows) * frobenius2 + sqrt(cols) * variance - 3 * mean + size^2',
      (v) => Math.log(4) * 20 * v + (Math.sqrt(5) * v * 19) / 20 + 400,
    ],
  ])('of %s, which is affine in what is random, is its value at the expectations', (text, slow) => {
    const statistic = compiled(text);
    for (const distribution of DISTRIBUTIONS) {
      const expected = statistic.expected(shape, distribution);
      expect(expected).toMatchObject({ ok: true });
      if (expected.ok) expect(expected.value).toBeCloseTo(slow(slowVariance(distribution)), 12);
    }
  });

  test.each([
    'frobenius2^2',
    'sqrt(variance)',
    'mean * frobenius2',
    '1 / frobenius2',
    'max(mean, 0)',
  ])('of %s is refused: taking it at the expectations would be wrong', (text) => {
    const statistic = compiled(text);
    expect(statistic.expected(shape, { kind: 'normal', standardDeviation: 1 })).toEqual({
      ok: false,
      reason: `the expectation of "${text}" has no closed form: it is not linear in mean, variance, frobenius2`,
    });
  });

  test('the expected variance is over N, as the measured one: 1/4 for four entries of U(-1, 1)', () => {
    const statistic = compiled('variance');
    const expected = statistic.expected({ rows: 2, cols: 2 }, { kind: 'uniform', bound: 1 });
    expect(expected).toEqual({ ok: true, value: 0.25 });
  });
});

describe('formulaStatistic(text)', () => {
  test.each(['', 'rows +', 'depth', 'attention', 'import(1)', 'x = 2', 'foo(rows)'])(
    'refuses "%s" with a reason',
    (text) => {
      const statistic = formulaStatistic(text);
      expect(statistic.ok).toBe(false);
      if (!statistic.ok) expect(statistic.reason).not.toBe('');
    },
  );
});
