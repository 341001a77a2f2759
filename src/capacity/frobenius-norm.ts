import { failure, success } from '../result.ts';
import type { SquaresStatistic } from './matrix-statistic.ts';

/**
 * The Frobenius norm: the root of the sum of the squared entries.
 *
 * Expected at initialization for N normal entries of standard deviation s, the mean of a chi
 * distribution: `s sqrt(2) Gamma((N + 1) / 2) / Gamma(N / 2)` (Johnson, Kotz and Balakrishnan,
 * "Continuous Univariate Distributions" 1, section 18.3). Other distributions have no closed
 * form.
 */
export const frobeniusNorm: SquaresStatistic = {
  name: 'frobenius',
  description: 'Frobenius norm, root of the sum of the squared entries',
  source: 'Golub and Van Loan, "Matrix Computations", eq. 2.3.1',
  needs: 'sum-of-squares',
  measure: (_shape, sumOfSquares) => Math.sqrt(sumOfSquares),
  expected: ({ rows, cols }, distribution) => {
    switch (distribution.kind) {
      case 'normal':
        return success(distribution.standardDeviation * meanOfChi(rows * cols));
      case 'truncated-normal':
      case 'uniform':
        return failure('the Frobenius norm has a closed form for normal entries only');
    }
  },
};

/** Degrees of freedom from which the asymptotic series is exact to double precision. */
const SERIES_FROM = 128;

/**
 * `sqrt(2) Gamma((n + 1) / 2) / Gamma(n / 2)`, the mean of a chi distribution with n degrees of
 * freedom: for large n by the series of the ratio of two gamma functions in 1/n (NIST DLMF
 * 5.11.13), carried down to small n by `mean(n) = n / (n + 1) * mean(n + 2)`.
 */
export function meanOfChi(n: number): number {
  let factor = 1;
  let k = n;
  for (; k < SERIES_FROM; k += 2) factor *= k / (k + 1);
  const u = 1 / k;
  const series =
    1 +
    u *
      (-1 / 4 +
        u * (1 / 32 + u * (5 / 128 + u * (-21 / 2048 + u * (-399 / 8192 + (u * 869) / 65536)))));
  return factor * Math.sqrt(k) * series;
}
