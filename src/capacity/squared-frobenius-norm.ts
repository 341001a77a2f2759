import { varianceOf } from '../initialization/distribution.ts';
import { success } from '../result.ts';
import type { SquaresStatistic } from './matrix-statistic.ts';

/**
 * The squared Frobenius norm: the sum of the squared entries, which is that of the squared
 * singular values. Expected at initialization: `m n s^2` for independent entries of variance s^2
 * and mean 0.
 */
export const squaredFrobeniusNorm: SquaresStatistic = {
  name: 'frobenius2',
  description: 'squared Frobenius norm, sum of the squared entries',
  source: 'Golub and Van Loan, "Matrix Computations", eq. 2.3.1',
  needs: 'sum-of-squares',
  measure: (_shape, sumOfSquares) => sumOfSquares,
  expected: ({ rows, cols }, distribution) => success(rows * cols * varianceOf(distribution)),
};
