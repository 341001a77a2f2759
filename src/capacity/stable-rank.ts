import { failure } from '../result.ts';
import type { SpectralStatistic } from './matrix-statistic.ts';

/**
 * The stable rank: `||W||_F^2 / sigma_1^2`, at most the rank; NaN for a matrix of zeros, which
 * has none. Its expectation has no closed form.
 *
 * Source: Rudelson and Vershynin, "Sampling from large matrices", J. ACM 54 (2007), section 1.
 */
export const stableRank: SpectralStatistic = {
  name: 'stable-rank',
  description: 'squared Frobenius norm over the squared largest singular value',
  source: 'Rudelson and Vershynin 2007, section 1',
  needs: 'singular-values',
  measure: (singularValues) => {
    const largest = singularValues[0] ?? 0;
    return singularValues.reduce((sum, sigma) => sum + (sigma / largest) ** 2, 0);
  },
  expected: () => failure('the expected stable rank has no closed form'),
};
