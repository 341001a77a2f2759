import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankByScore } from '../../src/scoring/rank-by-score.ts';
import { ranksAmong } from '../../src/scoring/ranks-among.ts';

describe('ranksAmong', () => {
  it('gives the ranks of the full ranking, ties and noise and all: catches a place among the wanted', () => {
    const noisy = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 2 }));
    const score = noisy.map(([value, bits]) => (value / 10) * (1 + bits * Number.EPSILON));
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), fc.nat(), (scores, some) => {
        const items = scores.map((value, index) => ({ id: `c${index}`, score: value }));
        const wanted = rankByScore(items).filter((_, index) => index % 3 === some % 3);
        const values = wanted.map((item) => item.score);
        expect(ranksAmong(values, scores)).toEqual(wanted.map(({ rank }) => rank));
      }),
    );
  });

  it('has none for none: catches a loop that never ends', () => {
    expect(ranksAmong([], [3, 1])).toEqual([]);
  });
});
