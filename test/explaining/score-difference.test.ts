import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { explainDifference, type ScoreDifference } from '../../src/explaining/score-difference.ts';
import {
  alphaBalance,
  formulaBalance,
  joinCapacities,
  type Balance,
} from '../../src/scoring/balance.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { NEIGHBOURS, tinyArchitecture } from '../scoring/architectures.ts';
import { exactSum } from './exact.ts';

function explain(
  a: Architecture,
  b: Architecture,
  balance: Balance,
  settings: Partial<ScoreSettings> = {},
): ScoreDifference {
  const [scoreA, scoreB] = [a, b].map((one) =>
    valueOf(scoreArchitecture(one, { ...DEFAULT_SETTINGS, ...settings, balance })),
  );
  const found = valueOf(
    explainDifference({ score: scoreA!, balance }, { score: scoreB!, balance }),
  );
  expect(found.difference).toBe(scoreA!.score - scoreB!.score);
  return found;
}

const BALANCES: readonly Balance[] = [
  alphaBalance(0.7),
  alphaBalance(1 / 3),
  alphaBalance(-1.5),
  { kind: 'coefficients', coefficients: { attention: 1, feedForward: -0.5, embedding: 1e-3 } },
];

describe('explainDifference(a, b)', () => {
  it('adds up to the difference of the scores to the last bit: catches a contribution that is rounded', () => {
    const formulas = [
      'attention * log(feedForward + 1)',
      'sqrt(attention^2 + embedding)',
      'max(attention, feedForward)',
    ].map((text) => valueOf(formulaBalance(text)));
    let pairs = 0;
    for (const a of NEIGHBOURS) {
      for (const b of NEIGHBOURS) {
        for (const balance of [...BALANCES, ...formulas]) {
          for (const settings of [{}, { mode: 'sampled' as const, seed: 4, seeds: 2 }]) {
            const { difference, contributions, rounding } = explain(a, b, balance, settings);
            const values = [...contributions.map(({ contribution }) => contribution), ...rounding];
            expect(exactSum([...values, -difference])).toBe(0n);
            // As one adds them up who reads them from the first to the last.
            expect(values.reduce((sum, value) => sum + value, 0)).toBe(difference + 0);
            pairs += 1;
          }
        }
      }
    }
    expect(pairs).toBe(7 * 7 * 7 * 2);
  });

  it('leaves to rounding no more than rounding: catches a contribution that is forgotten', () => {
    for (const balance of BALANCES) {
      for (const a of NEIGHBOURS) {
        for (const b of NEIGHBOURS) {
          const { contributions, rounding } = explain(a, b, balance);
          const size = contributions.reduce((sum, one) => sum + Math.abs(one.contribution), 1e-9);
          for (const value of rounding) expect(Math.abs(value)).toBeLessThan(1e-11 * size);
        }
      }
    }
  });

  it('is coefficient times difference of capacities, block by block: catches a wrong block', () => {
    const [a, b] = [tinyArchitecture({ blockCount: 4 }), tinyArchitecture({ blockCount: 2 })];
    const { contributions } = explain(a, b, alphaBalance(0.25));
    for (const { subModule, block, contribution, capacity } of contributions) {
      expect(contribution).toBeCloseTo(
        (subModule === 'attention' ? 0.25 : 0.75) * (capacity.a - capacity.b),
        14,
      );
      // The first two blocks are the same in both.
      expect(block).toBeGreaterThanOrEqual(2);
      expect(capacity.b).toBe(0);
    }
    const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toEqual(sizes.toSorted((x, y) => y - x));
    expect(contributions.length).toBe(4);
  });

  it('turns its sign with the order: catches a difference the wrong way round', () => {
    const [a, b] = [NEIGHBOURS[2]!, NEIGHBOURS[4]!];
    const there = explain(a, b, alphaBalance(0.7));
    const back = explain(b, a, alphaBalance(0.7));
    expect(back.contributions.map(({ contribution }) => -contribution)).toEqual(
      there.contributions.map(({ contribution }) => contribution),
    );
  });

  it('has no contributions of an architecture to itself: catches rows of 0', () => {
    expect(explain(NEIGHBOURS[0]!, NEIGHBOURS[0]!, alphaBalance(0.7))).toEqual({
      difference: 0,
      contributions: [],
      rounding: [],
    });
  });

  it('gives sub-modules their Shapley values under a formula: catches an order that is preferred', () => {
    const balance = valueOf(formulaBalance('attention * feedForward + embedding'));
    const settings = { ...DEFAULT_SETTINGS, balance };
    const [a, b] = [NEIGHBOURS[2]!, NEIGHBOURS[4]!].map((one) =>
      valueOf(scoreArchitecture(one, settings)),
    );
    const { contributions } = valueOf(
      explainDifference({ score: a!, balance }, { score: b!, balance }),
    );
    const of = (name: string): number =>
      contributions
        .filter(({ subModule }) => subModule === name)
        .reduce((sum, { contribution }) => sum + contribution, 0);
    // All six orders of replacing the capacities of b by those of a.
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const names = ['attention', 'feedForward', 'embedding'] as const;
    for (const [index, name] of names.entries()) {
      let total = 0;
      for (const order of orders) {
        const mixed = { ...b!.capacity };
        for (const step of order) {
          const before = valueOf(joinCapacities(balance, mixed));
          mixed[names[step]!] = a!.capacity[names[step]!];
          if (step === index) total += valueOf(joinCapacities(balance, mixed)) - before;
        }
      }
      expect(of(name)).toBeCloseTo(total / 6, 12);
    }
  });

  it('fails where a formula has no value in between: catches a NaN contribution', () => {
    const balance = valueOf(formulaBalance('log(attention - feedForward + 0.05)'));
    const score = (
      attention: number,
      feedForward: number,
    ): Parameters<typeof explainDifference>[0] => ({
      balance,
      score: {
        score: Math.log(0.05),
        capacity: { attention, feedForward, embedding: 0 },
        parameters: { total: 1, attention: 1, feedForward: 0, embedding: 0, other: 0 },
        blocks: [],
      },
    });
    expect(explainDifference(score(1, 1), score(2, 2))).toMatchObject({ ok: false });
  });
});
