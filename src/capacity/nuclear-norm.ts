import { failure } from '../result.ts';
import type { SpectralStatistic } from './matrix-statistic.ts';

/** The nuclear norm: the sum of the singular values. Its expectation has no closed form. */
export const nuclearNorm: SpectralStatistic = {
  name: 'nuclear-norm',
  description: 'sum of the singular values',
  source: 'Recht, Fazel and Parrilo 2010, section 2',
  needs: 'singular-values',
  measure: (singularValues) => singularValues.reduce((sum, sigma) => sum + sigma, 0),
  expected: () => failure('the expected sum of the singular values has no closed form'),
};
