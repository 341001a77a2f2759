import { describe, expect, it } from 'vitest';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { spearmanRho } from '../../src/evaluation/spearman-rho.ts';
import { agreementBetween, correlationBetween } from '../../src/tuning/agreement.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { pseudoRandom } from './items.ts';

describe('agreementBetween(scores, quality)', () => {
  it('gives the correlations of the evaluation, ties included: catches another treatment of ties', () => {
    const random = pseudoRandom(3);
    for (const n of [2, 3, 10, 40]) {
      const x = Array.from({ length: n }, (_, i) => i + Math.floor(1.5 * random()));
      const y = Array.from({ length: n }, (_, i) => 2 * i + Math.floor(6 * random()));
      expect(agreementBetween(x, y)).toEqual({
        n,
        kendallTauB: valueOf(kendallTauB(x, y)).value,
        spearman: valueOf(spearmanRho(x, y)).value,
      });
    }
  });

  it.each([
    ['nothing', [], []],
    ['one item', [1], [1]],
    ['equal scores', [1, 1, 1], [1, 2, 3]],
    ['equal qualities', [1, 2, 3], [5, 5, 5]],
    ['a NaN', [1, NaN, 3], [1, 2, 3]],
  ])('is null for %s: catches a correlation of nothing', (_, x, y) => {
    expect(agreementBetween(x, y)).toBeNull();
    expect(correlationBetween('kendall', x, y)).toBeNull();
    expect(correlationBetween('spearman', x, y)).toBeNull();
  });
});
