import { describe, expect, it } from 'vitest';
import { findBootstrapProblem } from '../../src/evaluation/find-bootstrap-problem.ts';

describe('findBootstrapProblem', () => {
  it('accepts the ends of both ranges: catches a bound that is one off', () => {
    expect(findBootstrapProblem(0, 1)).toBeNull();
    expect(findBootstrapProblem(Number.MAX_SAFE_INTEGER, 1_000_000)).toBeNull();
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])(
    'refuses the seed %d: catches a seed that would be cut to another one',
    (seed) => {
      expect(findBootstrapProblem(seed, 1000)).toContain(`The seed is ${seed}`);
    },
  );

  it.each([-1, 0, 2.5, NaN, 1_000_001])(
    'refuses %d resamples: catches an interval of nothing, or one that never ends',
    (resamples) => {
      expect(findBootstrapProblem(1, resamples)).toContain(`resamples is ${resamples}`);
    },
  );
});
