import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { atOnce, type Steps } from '../../src/event-loop-break.ts';
import type { Result } from '../../src/result.ts';
import { alphaBalance, type Balance, joinCapacities } from '../../src/scoring/balance.ts';
import { scoreAll } from '../../src/scoring/score-all.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { crossValidate } from '../../src/tuning/cross-validate.ts';
import { tuneBalance } from '../../src/tuning/tune-balance.ts';
import { TUNING_STRATEGIES, type TuningOptions } from '../../src/tuning/tuning-options.ts';
import type { TuningItem } from '../../src/tuning/tuning-item.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { item, linearItems } from './items.ts';

const OPTIONS: TuningOptions = {
  strategy: 'sampling',
  correlation: 'kendall',
  direction: 'higher-is-better',
  seed: 0,
  samples: 20,
  draw: 'spread',
};

describe('tuneBalance(items, options)', () => {
  const items = linearItems(100, { attention: 5, feedForward: 0.3 }, 3);

  it.each(TUNING_STRATEGIES)(
    '%s gives the same whatever the order of the items: catches a draw by place',
    (strategy) => {
      const options = { ...OPTIONS, strategy };
      expect(atOnce(tuneBalance(items.toReversed(), options))).toEqual(
        atOnce(tuneBalance(items, options)),
      );
    },
  );

  it.each(TUNING_STRATEGIES)(
    '%s turns with the direction of the truth: catches a perplexity that is maximized',
    (strategy) => {
      const errors = items.map((one) => ({ ...one, quality: -one.quality }));
      const options = { ...OPTIONS, strategy };
      expect(atOnce(tuneBalance(errors, { ...options, direction: 'lower-is-better' }))).toEqual(
        atOnce(tuneBalance(items, options)),
      );
    },
  );

  it('sampling looks at the labels of its sample alone: catches a peek at the others', () => {
    const tuning = valueOf(atOnce(tuneBalance(items, OPTIONS)));
    const others = items.map((one) =>
      tuning.sample.includes(one.id) ? one : { ...one, quality: 7 * one.quality - 1e3 },
    );
    const again = valueOf(atOnce(tuneBalance(others, OPTIONS)));
    expect([again.alpha, again.seen]).toEqual([tuning.alpha, tuning.seen]);
    expect(tuning.sample.length).toBe(20);
    expect(tuning.seen?.n).toBe(20);
    expect(tuning.unseen).toMatchObject({ how: 'held-out', agreement: { n: 80 } });
  });

  it('draws by the seed, spread or at random: catches a sample that never changes', () => {
    const samples = [0, 1].flatMap((seed) =>
      (['spread', 'random'] as const).map(
        (draw) => valueOf(atOnce(tuneBalance(items, { ...OPTIONS, seed, draw }))).sample,
      ),
    );
    expect(new Set(samples.map((sample) => sample.join(' '))).size).toBe(4);
  });

  it('label-free gives the same alpha without labels: catches a peek at them', () => {
    const options = { ...OPTIONS, strategy: 'label-free' } as const;
    const tuning = valueOf(atOnce(tuneBalance(items, options)));
    const bare = items.map(({ quality, ...one }): TuningItem => one);
    const without = valueOf(atOnce(tuneBalance(bare, options)));
    expect(without.coefficients).toEqual(tuning.coefficients);
    expect([without.unseen, without.sensitivity, without.seen]).toEqual([null, [], null]);
    expect(tuning.unseen).toMatchObject({ how: 'all', agreement: { n: 100 } });
  });

  it('optimize reports less on folds left out than on what it saw, of noise: catches a leak', () => {
    const noise = linearItems(40, {}, 1, 4);
    const { seen, unseen, warnings } = valueOf(
      atOnce(tuneBalance(noise, { ...OPTIONS, strategy: 'optimize' })),
    );
    expect(seen!.kendallTauB).toBeGreaterThan(0.1);
    expect(unseen!.agreement.kendallTauB).toBeLessThan(0.1);
    expect(unseen).toMatchObject({ how: 'folds', folds: { folds: 5, repeats: 10 } });
    expect(warnings.join()).toContain('lower on labels that the balance was not chosen by');
  });

  it('warns of few labels and of none left: catches a correlation of 1 that means nothing', () => {
    const few = items.slice(0, 4);
    const { unseen, warnings } = valueOf(atOnce(tuneBalance(few, { ...OPTIONS, samples: 4 })));
    expect(unseen).toBeNull();
    expect(warnings.join()).toContain('chosen by 4 labels');
    expect(warnings.join()).toContain('too few are left');
  });

  it('warns where most alphas order the labels alike: catches the middle of a plateau taken for a choice', () => {
    const ladder = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((x) =>
      item(`c${String(x).padStart(2, '0')}`, { attention: x, feedForward: 2 * x }, x),
    );
    const { alpha, warnings } = valueOf(atOnce(tuneBalance(ladder, { ...OPTIONS, samples: 12 })));
    expect(alpha).toBeCloseTo(0, 0);
    expect(warnings.join()).toContain('31 of 31 alphas order the labels equally well');
    expect(valueOf(atOnce(tuneBalance(items, OPTIONS))).warnings.join()).not.toContain(
      'equally well',
    );
  });

  it('warns where the capacities oppose each other: catches a balance of nothing', () => {
    const opposed = [1, 2, 3].map((x) =>
      item(`c${x}`, { attention: x, feedForward: 9 - x ** 2 }, x),
    );
    const { warnings } = valueOf(
      atOnce(tuneBalance(opposed, { ...OPTIONS, strategy: 'label-free' })),
    );
    expect(warnings.join()).toContain('oppose each other');
  });

  it.each([
    ['no item', [], OPTIONS, /there is 0/],
    ['one item', items.slice(0, 1), OPTIONS, /there is 1/],
    [
      'no label',
      items.map(({ quality, ...one }): TuningItem => one),
      OPTIONS,
      /^0 of 100 candidates have a measured quality, and sampling needs at least 2/,
    ],
    [
      'fewer labels than samples',
      items.slice(0, 12),
      OPTIONS,
      /^20 samples were asked for, and 12/,
    ],
    [
      'equal labels',
      items.map((one) => ({ ...one, quality: 3 })),
      OPTIONS,
      /the same measured quality \(3\)/,
    ],
    [
      'equal capacities',
      items.map((one) => ({ ...one, capacity: items[0]!.capacity })),
      OPTIONS,
      /all scores or all qualities are equal/,
    ],
    [
      'equal capacities without labels',
      items.map((one) => ({ ...one, capacity: items[0]!.capacity })),
      { ...OPTIONS, strategy: 'label-free' } as const,
      /the same for every candidate/,
    ],
  ])('fails for %s: catches a balance by chance', (_, list, options, reason) => {
    const result = atOnce(tuneBalance(list, options));
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.reason).toMatch(reason);
  });
});

/** A fit that takes one step. */
function* halves(): Steps<Result<Balance>> {
  yield;
  return { ok: true, value: alphaBalance(0.5) };
}

describe('crossValidate(rated, fit, seed)', () => {
  it('leaves every item out once in each repeat, and shows it to no fit: catches a fold too many', () => {
    const rated = linearItems(23, { attention: 1 }, 1).map((one) => ({
      item: one,
      quality: one.quality,
    }));
    const seen: number[] = [];
    const validation = atOnce(
      crossValidate(
        rated,
        (list) => {
          seen.push(list.length);
          return halves();
        },
        1,
      ),
    );
    expect(validation).toMatchObject({ folds: 5, repeats: 10 });
    const n = validation!.agreements.reduce((sum, { tuned }) => sum + tuned.n, 0);
    expect(n).toBe(10 * 23);
    expect(seen.length).toBe(50);
    expect(new Set(seen)).toEqual(new Set([18, 19]));
  });

  it('is null for fewer items than two folds need: catches a correlation of one item', () => {
    const rated = linearItems(3, { attention: 1 }, 1).map((one) => ({
      item: one,
      quality: one.quality,
    }));
    expect(atOnce(crossValidate(rated, halves, 1))).toBeNull();
  });
});

describeWithBenchmarks('tuneBalance on FlexiBERT, declared build', () => {
  const itemsOf = async (): Promise<TuningItem[]> => {
    const { candidates } = await readCandidates([
      join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json'),
    ]);
    const scores = await scoreAll(
      candidates.map(({ architecture }) => architecture),
      DEFAULT_SETTINGS,
    );
    return candidates.map(({ id, scores: own }, index) => {
      const { score, capacity } = valueOf(scores[index]!);
      return { id, score, capacity, quality: own.glue! };
    });
  };

  it('sampling of 20, 30 seeds: mean held-out tau-b 0.62 or more', async () => {
    const items = await itemsOf();
    const taus = Array.from(
      { length: 30 },
      (_, seed) =>
        valueOf(atOnce(tuneBalance(items, { ...OPTIONS, seed }))).unseen!.agreement.kendallTauB,
    );
    expect(taus.reduce((sum, tau) => sum + tau, 0) / 30).toBeGreaterThanOrEqual(0.62);
  });

  it('label-free: alpha 0.665, tau-b 0.639, where the best alpha of the grid has 0.643', async () => {
    const items = await itemsOf();
    const { alpha, unseen, sensitivity } = valueOf(
      atOnce(tuneBalance(items, { ...OPTIONS, strategy: 'label-free' })),
    );
    expect(alpha).toBeCloseTo(0.6648, 4);
    expect(unseen!.agreement.kendallTauB).toBeCloseTo(0.6387, 4);
    expect(Math.max(...sensitivity.map(({ agreement }) => agreement!.kendallTauB))).toBeCloseTo(
      0.6425,
      4,
    );
    // The default score of an encoder is that at alpha 0.7.
    const [first] = items;
    expect(valueOf(joinCapacities(alphaBalance(0.7), first!.capacity))).toBe(first!.score);
    expect(unseen!.standard!.kendallTauB).toBeCloseTo(0.6425, 4);
  });
});
