import { expect, it } from 'vitest';
import { CandidatePool } from '../../src/prediction/candidate-pool.ts';
import { FEATURE_NAMES } from '../../src/prediction/pool-features.ts';
import { checkFeatures } from '../../src/workflows/kept-prediction.ts';

/** Candidates whose features but the first are those of their place. */
function poolOf(...firsts: readonly number[]): CandidatePool {
  const pool = new CandidatePool();
  for (const [place, first] of firsts.entries()) {
    const features = FEATURE_NAMES.map((_, index) => (index === 0 ? first : place + index));
    pool.add(`m${place}`, place, features);
  }
  return pool;
}

it('refuses candidates without a feature that a kept model predicts by: catches NaN', () => {
  const scales = poolOf(1, 2, 4).scales();
  const check = (pool: CandidatePool) => () => {
    checkFeatures({ scales }, pool, pool.points(scales), 'model.json');
  };
  expect(check(poolOf(3, 5))).not.toThrow();
  // The logarithm of a feature that is 0.
  const message = 'it predicts by blocks, of which "m1" has none: label such candidates';
  expect(check(poolOf(3, -Infinity))).toThrow(
    expect.objectContaining({ problems: [{ source: 'model.json', path: '', message }] }),
  );
});

it('passes over a feature that it does not predict by', () => {
  const scales = poolOf(2, 2, 2).scales();
  const pool = poolOf(1, -Infinity);
  expect(() => {
    checkFeatures({ scales }, pool, pool.points(scales), 'model.json');
  }).not.toThrow();
});
