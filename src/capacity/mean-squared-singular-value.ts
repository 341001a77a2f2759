import { varianceOf } from '../initialization/distribution.ts';
import { success } from '../result.ts';
import type { SquaresStatistic } from './matrix-statistic.ts';

/**
 * The ZeroLM capacity of a matrix W (m x n): `||W||_F^2 / min(m, n)`, the mean of its squared
 * singular values.
 *
 * Expected at initialization, entries independent with variance s^2 and mean 0:
 * `max(m, n) * s^2`. For normal entries its variance is `2 m n s^4 / min(m, n)^2`.
 *
 * Source: Chen, Ding, Wang and Pedrycz, "ZeroLM: Data-Free Transformer Architecture Search for
 * Language Models", arXiv 2503.18646.
 */
export const meanSquaredSingularValue: SquaresStatistic = {
  name: 'zerolm',
  description: 'mean squared singular value, ||W||_F^2 / min(rows, cols)',
  source: 'Chen et al. 2025, arXiv 2503.18646',
  needs: 'sum-of-squares',
  measure: ({ rows, cols }, sumOfSquares) => sumOfSquares / Math.min(rows, cols),
  expected: ({ rows, cols }, distribution) =>
    success(Math.max(rows, cols) * varianceOf(distribution)),
};
