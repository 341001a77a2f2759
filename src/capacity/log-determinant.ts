import { varianceOf } from '../initialization/distribution.ts';
import { success } from '../result.ts';
import type { SpectralStatistic } from './matrix-statistic.ts';

/**
 * The log-determinant capacity: `ln det(I + W W^T)`, the sum of `ln(1 + sigma_i^2)` over the
 * singular values, in nats.
 *
 * Expected at initialization under the Marchenko-Pastur law, see
 * {@link expectedLogDeterminant}.
 *
 * Source: Zhu, Zhao and Lu, "Neural Spectral Capacity", 2026, arXiv 2609.23087.
 */
export const logDeterminant: SpectralStatistic = {
  name: 'log-determinant',
  description: 'sum of ln(1 + sigma_i^2) over the singular values (Neural Spectral Capacity)',
  source: 'Zhu, Zhao and Lu 2026, arXiv 2609.23087',
  needs: 'singular-values',
  measure: (singularValues) => {
    let sum = 0;
    for (const sigma of singularValues) sum += Math.log1p(sigma * sigma);
    return sum;
  },
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
 * which is the integral of `ln(1 + x)` over the Marchenko-Pastur law in closed form. The
 * deviation of a finite matrix is of the order of `v`, not of the size.
 *
 * Source: Verdu and Shamai, "Spectral efficiency of CDMA with random spreading", IEEE Trans.
 * Inf. Theory 45 (1999), eq. 9; Tulino and Verdu, "Random Matrix Theory and Wireless
 * Communications" (2004), eq. 1.14.
 */
export function expectedLogDeterminant(rows: number, cols: number, variance: number): number {
  if (variance === 0) return 0;
  const g = rows * variance;
  const b = cols / rows;
  const upper = Math.sqrt(g * (1 + Math.sqrt(b)) ** 2 + 1);
  const lower = Math.sqrt(g * (1 - Math.sqrt(b)) ** 2 + 1);
  // F/4 from the product form of the difference: the difference itself cancels for small g.
  const quarterF = 4 * g * b * (g / (upper + lower) ** 2);
  return rows * (b * Math.log1p(g - quarterF) + Math.log1p(g * b - quarterF) - quarterF / g);
}
