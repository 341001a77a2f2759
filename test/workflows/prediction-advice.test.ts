import { describe, expect, it } from 'vitest';
import { CandidatePool } from '../../src/prediction/candidate-pool.ts';
import { MAX_LABELS, usedLabels } from '../../src/prediction/label-model.ts';
import { FEATURE_NAMES } from '../../src/prediction/pool-features.ts';
import { adviceOf } from '../../src/workflows/prediction-advice.ts';

const agreement = (predicted: number | null, prior: number | null) => ({
  ...{ n: 10, predicted, prior, tunedAlpha: null },
});

describe('adviceOf', () => {
  it.each([
    ['four labels', 4, 0.9, 0.1, /4 labels are too few to tell/],
    ['a prediction below the prior', 10, 0.4, 0.5, /the labels do not help: .*0\.400.*0\.500/],
    ['a prediction like the prior', 10, 0.5, 0.5, /the labels do not help/],
    [
      'a prior near the ceiling',
      10,
      0.9,
      0.86,
      /a tau-b of 0\.860 by itself: fewer than 50 labels/,
    ],
  ])('says it of %s: catches silence', (_, used, predicted, prior, message) => {
    expect(adviceOf(agreement(predicted, prior), used, used).join()).toMatch(message);
  });

  it('is silent where labels help, and where there is no prior: catches a warning of everything', () => {
    expect(adviceOf(agreement(0.7, 0.5), 10, 10)).toEqual([]);
    expect(adviceOf(agreement(0.95, 0.9), 50, 50)).toEqual([]);
    expect(adviceOf(agreement(0.7, null), 10, 10)).toEqual([]);
  });

  it('states the approximation beyond the labels that are used', () => {
    const advice = adviceOf(agreement(0.7, 0.5), MAX_LABELS, 10_000);
    expect(advice).toEqual([expect.stringMatching(/2000 of 10000 labels, .*: an approximation/)]);
  });
});

describe('usedLabels', () => {
  it('takes as many as can be solved, spread over the prior: catches the first of a file', () => {
    const pool = new CandidatePool();
    const n = 2 * MAX_LABELS + 1;
    for (let index = 0; index < n; index++) {
      pool.add(
        `m${index}`,
        index,
        FEATURE_NAMES.map((__, place) => (index * (place + 3)) % 97),
      );
    }
    const points = pool.points(pool.scales());
    const places = [...pool.ids.keys()];
    const used = usedLabels(pool, points, places, (id) => Number(id.slice(1)));
    expect(used).toHaveLength(MAX_LABELS);
    const chosen = used.map(({ quality }) => quality);
    expect(new Set(chosen).size).toBe(MAX_LABELS);
    // One of every two neighbours, from both ends of the prior.
    expect(Math.min(...chosen)).toBeLessThanOrEqual(2);
    expect(Math.max(...chosen)).toBeGreaterThanOrEqual(n - 3);
    const gaps = chosen
      .toSorted((a, b) => a - b)
      .flatMap((own, i, all) => own - (all[i - 1] ?? own));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3);
    const few = usedLabels(pool, points, places.slice(0, 5), () => 1);
    expect(few.map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  });
});
