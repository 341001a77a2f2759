import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainTerms } from '../../src/explaining/term-difference.ts';
import { plainSum, type ScoreTerms } from '../../src/scoring/score-terms.ts';
import { exactSum } from './exact.ts';

const blocks = (...values: readonly number[]): ScoreTerms =>
  plainSum(values.map((value, block) => ({ part: 'block', block, value })));

/** Depth against width: a score of two sums that no part has alone. */
const ofTwo = (pairs: readonly (readonly [number, number])[]): ScoreTerms => ({
  terms: pairs.map((sums, block) => ({ part: 'block', block, sums })),
  join: ([x = NaN, y = NaN]) => Math.sqrt(x) * Math.log(1 + y),
  rises: [0, 1],
  form: 'two',
});

const scoreOf = ({ terms, join }: ScoreTerms): number => {
  const size = terms[0]?.sums.length ?? 0;
  return join(
    Array.from({ length: size }, (_, sum) =>
      terms.reduce((all, term) => all + (term.sums[sum] ?? 0), 0),
    ),
  );
};

describe('explainTerms', () => {
  it('gives each part of a plain sum its difference: catches a block that the other lacks', () => {
    const { contributions, rounding } = explainTerms(blocks(3, 5, 7), blocks(3, 9), 3);
    expect(contributions).toEqual([
      { part: 'block', block: 2, contribution: 7, amount: { a: 7, b: 0 } },
      { part: 'block', block: 1, contribution: -4, amount: { a: 5, b: 9 } },
    ]);
    expect(rounding).toEqual([]);
  });

  it('gives sums their Shapley values: catches one order of replacing them', () => {
    const [a, b] = [ofTwo([[4, 3]]), ofTwo([[1, 1]])];
    const { contributions } = explainTerms(a, b, scoreOf(a) - scoreOf(b));
    expect(contributions).toHaveLength(1);
    // By hand, for two sums that parts of their own add to.
    const apart = (x: number, y: number): ScoreTerms => ({
      ...ofTwo([]),
      terms: [
        { part: 'attention', block: 0, sums: [x, 0] },
        { part: 'feedForward', block: 0, sums: [0, y] },
      ],
    });
    const f = (x: number, y: number): number => Math.sqrt(x) * Math.log(1 + y);
    const ofX = (f(4, 1) - f(1, 1) + f(4, 3) - f(1, 3)) / 2;
    const found = explainTerms(apart(4, 3), apart(1, 1), f(4, 3) - f(1, 1)).contributions;
    expect(found.find(({ part }) => part === 'attention')?.contribution).toBeCloseTo(ofX, 10);
  });

  it('adds up to the difference exactly: catches a rest that is dropped', () => {
    const pair = fc.tuple(
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      fc.double({ min: 0.1, max: 9, noNaN: true }),
    );
    const model = fc.array(pair, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(model, model, (one, other) => {
        const [a, b] = [ofTwo(one), ofTwo(other)];
        const difference = scoreOf(a) - scoreOf(b);
        const { contributions, rounding } = explainTerms(a, b, difference);
        const all = [...contributions.map(({ contribution }) => contribution), ...rounding];
        expect(exactSum(all)).toEqual(exactSum([difference]));
        // What rounding leaves is not the explanation.
        const size = contributions.reduce((sum, own) => sum + Math.abs(own.contribution), 0);
        const rest = rounding.reduce((sum, value) => sum + Math.abs(value), 0);
        expect(rest).toBeLessThanOrEqual(1e-6 * Math.max(1, size));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the model whole where there are no common sums: catches a sum of two forms', () => {
    const whole = [{ part: 'model', block: null, contribution: 2 }];
    expect(explainTerms(null, null, 2).contributions).toEqual(whole);
    expect(explainTerms(blocks(1), { ...blocks(3), form: 'other' }, 2).contributions).toEqual(
      whole,
    );
    // In between there is a depth of 0.
    const broken: ScoreTerms = { ...blocks(3), join: () => NaN };
    expect(explainTerms(broken, { ...blocks(1), join: () => NaN }, 2).contributions).toEqual(whole);
    expect(explainTerms(blocks(1), blocks(1), 0)).toEqual({ contributions: [], rounding: [] });
  });
});
