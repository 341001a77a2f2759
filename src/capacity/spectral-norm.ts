import { failure } from '../result.ts';
import type { SpectralStatistic } from './matrix-statistic.ts';

/**
 * The spectral norm: the largest singular value. Its expectation has no closed form: at finite
 * size only bounds and the limit `s (sqrt m + sqrt n)` are known.
 */
export const spectralNorm: SpectralStatistic = {
  name: 'spectral-norm',
  description: 'largest singular value',
  source: 'Golub and Van Loan, "Matrix Computations", section 2.4',
  needs: 'singular-values',
  measure: (singularValues) => singularValues[0] ?? 0,
  expected: () => failure('the expected largest singular value has no closed form'),
};
