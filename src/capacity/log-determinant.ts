import { varianceOf } from '../initialization/distribution.ts';
import { success } from '../result.ts';
import type { DeterminantStatistic } from './matrix-statistic.ts';

/**
 * The log-determinant capacity: `ln det(I + W W^T)`, the sum of `ln(1 + sigma_i^2)` over the
 * singular values, in nats. Measured by Cholesky's factorization of `I + W W^T` or `I + W^T W`,
 * the smaller of the two (see {@link logDeterminantOfGram}): to 3e-14, relatively, of what the
 * singular values give.
 *
 * Expected at initialization under the Marchenko-Pastur law, see
 * {@link expectedLogDeterminant}.
 *
 * Source: Zhu, Zhao and Lu, "Neural Spectral Capacity", 2026, arXiv 2609.23087.
 */
export const logDeterminant: DeterminantStatistic = {
  name: 'log-determinant',
  description: 'sum of ln(1 + sigma_i^2) over the singular values (Neural Spectral Capacity)',
  source: 'Zhu, Zhao and Lu 2026, arXiv 2609.23087',
  needs: 'log-determinant',
  measure: (measured) => measured,
  expected: ({ rows, cols }, distribution) =>
    success(expectedLogDeterminant(rows, cols, varianceOf(distribution))),
};

/**
 * Expectation of `ln det(I + W W^T)` for an m x n matrix of independent entries of mean 0 and
 * variance v, in the limit of large m and n at a fixed ratio. With `g = m v` and `b = n / m`:
 *
 *     m * (b ln(1 + g - F/4) + ln(1 + g b - F/4) - F / (4 g)),
 *     F = (sqrt(g (1 + sqrt b)^2 + 1) - sqrt(g (1 - sqrt b)^2 + 1))^2,
 *
 * which is the integral of `ln(1 + x)` over the Marchenko-Pastur law in closed form.
 *
 * What the limit leaves out does not grow with the size. For normal entries it is close to
 * `ln(1 - S^2 / b) / 2` with `S = F / (4 g)`, as thousands of matrices of each of ten shapes
 * agreed: -0.01 of 85.26 at 256 x 1024 and v = 0.02^2, -0.05 of 3.71 at 8 x 8 and v = 0.3^2,
 * -0.75 of 217.7 at 64 x 64 and v = 1. For uniform entries it is smaller.
 *
 * Source: Verdu and Shamai, "Spectral efficiency of CDMA with random spreading", IEEE Trans.
 * Inf. Theory 45 (1999), eq. 9; Tulino and Verdu, "Random Matrix Theory and Wireless
 * Communications" (2004), eq. 1.14.
 */
export function expectedLogDeterminant(rows: number, cols: number, variance: number): number {
  // The formula is symmetric in m and n; with m the larger one, b is at most 1.
  const m = Math.max(rows, cols);
  const g = m * variance;
  const b = Math.min(rows, cols) / m;
  const upper = Math.sqrt(g * (1 + Math.sqrt(b)) ** 2 + 1);
  const lower = Math.sqrt(g * (1 - Math.sqrt(b)) ** 2 + 1);
  // F / (4 g) = 4 b g / (upper + lower)^2. F as a difference would cancel for small g, and so
  // would 1 - F / (4 g) and b - F / (4 g) for large g: both are written as quotients instead.
  const scaled = g / (upper + lower) ** 2;
  const share = 4 * b * scaled;
  const product = upper * lower;
  const excess = g * (1 - b) - 1;
  const difference = excess > 0 ? (4 * g) / (product + excess) : product - excess;
  const first = Math.log1p(2 * scaled * (product + excess + 2));
  const second = Math.log1p(2 * scaled * b * difference);
  return m * (b * first + second - share);
}
