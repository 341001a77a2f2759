import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { atOnce } from '../../src/event-loop-break.ts';
import { alphaBalance, joinCapacities } from '../../src/scoring/balance.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { ALPHA_GRID } from '../../src/tuning/alpha-grid.ts';
import { alphaSensitivity } from '../../src/tuning/alpha-sensitivity.ts';
import { correlationBetween } from '../../src/tuning/agreement.ts';
import { balancedScores } from '../../src/tuning/balanced-scores.ts';
import { bestAlpha } from '../../src/tuning/best-alpha.ts';
import { bestCoefficients } from '../../src/tuning/best-coefficients.ts';
import { equalSpreadAlpha } from '../../src/tuning/equal-spread-alpha.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { item, linearItems, qualities } from './items.ts';

/** Tau-b of an alpha, by the long way. */
function tauAt(alpha: number, items: ReturnType<typeof linearItems>): number {
  const scores = items.map(({ capacity }) =>
    roundForTies(valueOf(joinCapacities(alphaBalance(alpha), capacity))),
  );
  return valueOf(kendallTauB(scores, qualities(items))).value;
}

describe('ALPHA_GRID', () => {
  it('is that of the paper, in decimal: catches 0.30000000000000004 and -0', () => {
    expect(ALPHA_GRID.length).toBe(31);
    expect(ALPHA_GRID.map(String)).toEqual(
      Array.from({ length: 31 }, (_, i) => String(Number(((i - 15) * 0.1).toFixed(1)) + 0)),
    );
    expect(ALPHA_GRID.some((alpha) => Object.is(alpha, -0))).toBe(false);
  });
});

describe('bestAlpha(items, quality, correlation)', () => {
  it('is the mean of the two alphas of the highest correlation: catches the best one alone', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const items = linearItems(60, { attention: 6, feedForward: 0.3 }, 2, seed);
      const byTau = ALPHA_GRID.map((alpha) => ({ alpha, tau: tauAt(alpha, items) })).sort(
        (a, b) => b.tau - a.tau,
      );
      const [first, second, third] = byTau;
      // Only where the two are beyond doubt: ties have a rule of their own.
      if (first!.tau === second!.tau || second!.tau === third!.tau) continue;
      expect(valueOf(atOnce(bestAlpha(items, qualities(items), 'kendall')))).toBeCloseTo(
        (first!.alpha + second!.alpha) / 2,
        12,
      );
    }
  });

  it('stays in the middle of a plateau: catches the first of equal alphas', () => {
    // The first outranks the second for all alphas above 0.2, so that 0.3 to 1.5 are equal.
    const items = [
      item('a', { attention: 5, feedForward: 1 }, 2),
      item('b', { attention: 1, feedForward: 2 }, 1),
    ];
    expect(valueOf(atOnce(bestAlpha(items, qualities(items), 'kendall')))).toBe(0.85);
  });

  it('finds a sub-module that counts against the quality: catches a grid without negative alphas', () => {
    const items = linearItems(200, { attention: -3, feedForward: 0.9 }, 0);
    // alpha / (1 - alpha) = -3 / 0.9 at 1.43, and the other way round: the sign of the score is that of the grid.
    const alpha = valueOf(atOnce(bestAlpha(items, qualities(items), 'spearman')));
    expect(
      correlationBetween('spearman', balancedScores(alphaBalance(alpha), items)!, qualities(items)),
    ).toBeGreaterThan(0.9);
    expect(alpha).toBeLessThan(0);
  });

  it.each([
    ['one item', [item('a', { attention: 1 }, 1)]],
    ['nothing', []],
    ['equal capacities', [item('a', { attention: 1 }, 1), item('b', { attention: 1 }, 2)]],
    ['equal qualities', [item('a', { attention: 1 }, 1), item('b', { attention: 2 }, 1)]],
  ])('fails for %s, with what to do: catches an alpha by chance', (_, items) => {
    const result = atOnce(bestAlpha(items, qualities(items), 'kendall'));
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.reason).toContain('all scores or all qualities are equal');
  });

  it('passes over alphas whose scores overflow: catches a NaN among the correlations', () => {
    const items = [
      item('a', { attention: 1.5e308, feedForward: 1 }, 2),
      item('b', { attention: 1e308, feedForward: 2 }, 1),
    ];
    // 1.1 and above overflow; 0.1 to 1 order them alike.
    const alpha = valueOf(atOnce(bestAlpha(items, qualities(items), 'kendall')));
    expect(alpha).toBeGreaterThan(0);
    expect(alpha).toBeLessThan(1);
  });
});

describe('equalSpreadAlpha(items)', () => {
  const capacities = fc.array(
    fc.record({
      attention: fc.double({ min: 0.1, max: 100, noNaN: true }),
      feedForward: fc.double({ min: 0.1, max: 100, noNaN: true }),
    }),
    { minLength: 3, maxLength: 30 },
  );

  it('makes both contributions spread equally: catches a variance for a deviation', () => {
    fc.assert(
      fc.property(capacities, (list) => {
        const items = list.map((capacity, index) => item(String(index), capacity, 0));
        const spread = (values: readonly number[]): number => {
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
        };
        const a = spread(list.map(({ attention }) => attention));
        const f = spread(list.map(({ feedForward }) => feedForward));
        fc.pre(a > 1e-3 && f > 1e-3);
        const { alpha, capacityCorrelation } = valueOf(equalSpreadAlpha(items));
        expect(Math.abs(alpha * a - (1 - alpha) * f)).toBeLessThan(3e-6 * (a + f));
        expect(Math.abs(capacityCorrelation!)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('correlates with both alike, and none does better with the worse: catches a wrong claim', () => {
    const items = linearItems(100, { attention: 1 }, 0, 9);
    const pearson = (x: readonly number[], y: readonly number[]): number => {
      const mean = (v: readonly number[]): number => v.reduce((s, e) => s + e, 0) / v.length;
      const [mx, my] = [mean(x), mean(y)];
      const sum = (f: (i: number) => number): number => x.reduce((s, _, i) => s + f(i), 0);
      return (
        sum((i) => (x[i]! - mx) * (y[i]! - my)) /
        Math.sqrt(sum((i) => (x[i]! - mx) ** 2) * sum((i) => (y[i]! - my) ** 2))
      );
    };
    const a = items.map(({ capacity }) => capacity.attention);
    const f = items.map(({ capacity }) => capacity.feedForward);
    const at = (alpha: number): [number, number] => {
      const score = a.map((value, i) => alpha * value + (1 - alpha) * f[i]!);
      return [pearson(score, a), pearson(score, f)];
    };
    const { alpha, capacityCorrelation } = valueOf(equalSpreadAlpha(items));
    const [withA, withF] = at(alpha);
    expect(withA).toBeCloseTo(withF, 5);
    expect(withA).toBeCloseTo(Math.sqrt((1 + capacityCorrelation!) / 2), 5);
    for (let other = -1.5; other <= 1.5; other += 0.01) {
      expect(Math.min(...at(other))).toBeLessThanOrEqual(withA + 1e-5);
    }
  });

  it('does not depend on the unit of a capacity: catches a ranking by the scale', () => {
    const items = linearItems(30, {}, 0);
    const scaled = items.map((one) =>
      item(one.id, { ...one.capacity, feedForward: 1000 * one.capacity.feedForward }, 0),
    );
    const { alpha } = valueOf(equalSpreadAlpha(items));
    const { alpha: other } = valueOf(equalSpreadAlpha(scaled));
    expect(other / (1 - other) / ((1000 * alpha) / (1 - alpha))).toBeCloseTo(1, 4);
  });

  it('leaves the capacity that varies, and refuses where none does: catches 0 / 0', () => {
    const attention = [
      item('a', { attention: 0.1 + 0.2, feedForward: 1 }, 0),
      item('b', { attention: 0.3, feedForward: 2 }, 0),
    ];
    expect(valueOf(equalSpreadAlpha(attention))).toEqual({ alpha: 0, capacityCorrelation: null });
    const feedForward = [
      item('a', { attention: 1, feedForward: 5 }, 0),
      item('b', { attention: 2, feedForward: 5 }, 0),
    ];
    expect(valueOf(equalSpreadAlpha(feedForward)).alpha).toBe(1);
    const neither = [item('a', { attention: 1 }, 0), item('b', { attention: 1 }, 0)];
    expect(equalSpreadAlpha(neither)).toMatchObject({ ok: false });
  });

  it('says that the capacities oppose each other: catches a warning that never comes', () => {
    const items = [1, 2, 3].map((x) => item(String(x), { attention: x, feedForward: -x + 9 }, 0));
    expect(valueOf(equalSpreadAlpha(items)).capacityCorrelation).toBeCloseTo(-1, 12);
  });

  it('survives capacities near the largest number: catches a square that overflows', () => {
    const items = [
      item('a', { attention: 1e300, feedForward: 1 }, 0),
      item('b', { attention: 5e299, feedForward: 2 }, 0),
    ];
    expect(valueOf(equalSpreadAlpha(items)).alpha).toBeCloseTo(2e-300, 305);
    const endless = [item('a', { attention: 1.7e308 }, 0), item('b', { attention: -1.7e308 }, 0)];
    expect(equalSpreadAlpha(endless)).toMatchObject({ ok: false });
  });
});

describe('bestCoefficients(items, quality, correlation)', () => {
  it.each([
    [{ attention: 3, feedForward: 0.5 }],
    [{ attention: 3, feedForward: -0.5 }],
    [{ attention: 1, feedForward: 0.1, embedding: 10 }],
    [{ embedding: -1 }],
  ])('finds %j again: catches a direction that the search never tries', (weights) => {
    const items = linearItems(120, weights, 0);
    const coefficients = valueOf(atOnce(bestCoefficients(items, qualities(items), 'kendall')));
    const scores = balancedScores({ kind: 'coefficients', coefficients }, items)!;
    expect(correlationBetween('kendall', scores, qualities(items))).toBeGreaterThan(0.95);
    const { attention, feedForward, embedding } = coefficients;
    expect(Math.abs(attention) + Math.abs(feedForward) + Math.abs(embedding)).toBeCloseTo(1, 5);
  });

  it('is at least as good as every alpha of the grid but for its last digits: catches a search that stops early', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const items = linearItems(60, { attention: 4, feedForward: 0.4 }, 3, seed);
      const coefficients = valueOf(atOnce(bestCoefficients(items, qualities(items), 'kendall')));
      const scores = balancedScores({ kind: 'coefficients', coefficients }, items)!;
      const found = correlationBetween('kendall', scores, qualities(items))!;
      const best = Math.max(...ALPHA_GRID.map((alpha) => tauAt(alpha, items)));
      expect(found).toBeGreaterThan(best - 0.02);
    }
  });

  it('does not depend on the unit of a capacity: catches a grid in raw coefficients', () => {
    const items = linearItems(60, { attention: 1, feedForward: 0.1, embedding: 10 }, 0.3);
    const scaled = items.map((one) =>
      item(one.id, { ...one.capacity, attention: one.capacity.attention * 2 ** 20 }, one.quality),
    );
    const scoresOf = (list: typeof items): Float64Array =>
      balancedScores(
        {
          kind: 'coefficients',
          coefficients: valueOf(atOnce(bestCoefficients(list, qualities(list), 'kendall'))),
        },
        list,
      )!;
    const [one, other] = [scoresOf(items), scoresOf(scaled)];
    expect(correlationBetween('spearman', one, other)).toBeGreaterThan(0.999);
  });

  it('gives what never varies the coefficient 0: catches a coefficient that says nothing', () => {
    const items = linearItems(30, { attention: 1 }, 0).map((one) =>
      item(one.id, { ...one.capacity, embedding: 12.5 }, one.quality),
    );
    expect(valueOf(atOnce(bestCoefficients(items, qualities(items), 'kendall'))).embedding).toBe(0);
  });

  it('fails where nothing varies: catches coefficients by chance', () => {
    const items = [item('a', { attention: 1 }, 1), item('b', { attention: 1 }, 2)];
    expect(atOnce(bestCoefficients(items, qualities(items), 'kendall')).ok).toBe(false);
  });
});

describe('alphaSensitivity(items, quality)', () => {
  it('holds tau-b of every alpha, null where nothing is ranked: catches a 0 for no correlation', () => {
    const items = linearItems(40, { attention: 3, feedForward: 0.5 }, 1);
    for (const { alpha, agreement } of atOnce(alphaSensitivity(items, qualities(items)))) {
      expect(agreement?.kendallTauB).toBe(tauAt(alpha, items));
    }
    const flat = items.map((one) =>
      item(one.id, { attention: 1, feedForward: one.capacity.feedForward }, one.quality),
    );
    const curve = atOnce(alphaSensitivity(flat, qualities(flat)));
    expect(curve.filter(({ agreement }) => agreement === null).map(({ alpha }) => alpha)).toEqual([
      1,
    ]);
  });
});
