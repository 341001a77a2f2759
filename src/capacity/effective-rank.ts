import { failure } from '../result.ts';
import type { SpectralStatistic } from './matrix-statistic.ts';

/**
 * The effective rank: `exp(-sum_i p_i ln p_i)` with `p_i = sigma_i / sum_j sigma_j`, and 0 for the
 * term of a singular value of 0. It lies between 1 and the rank, which it has where all singular
 * values but those of 0 are equal; NaN for a matrix of zeros, which has none. Its expectation has
 * no closed form.
 *
 * Singular values below 1e-8 of the largest are rounding errors (see `singularValues`); n of them
 * raise it by less than `2e-7 n` of itself.
 *
 * Source: Roy and Vetterli, "The effective rank: a measure of effective dimensionality", EUSIPCO
 * 2007, definition 1.
 */
export const effectiveRank: SpectralStatistic = {
  name: 'effective-rank',
  description: 'exponential of the entropy of the singular values over their sum',
  source: 'Roy and Vetterli 2007, definition 1',
  needs: 'singular-values',
  measure: (singularValues) => {
    // Shares of the largest: the sum of what is near the limits of a double would be none.
    const shares = singularValues.map((sigma) => sigma / (singularValues[0] ?? 0));
    const sum = shares.reduce((total, share) => total + share, 0);
    const entropy = shares.reduce((total, share) => {
      const p = share / sum;
      return p === 0 ? total : total - p * Math.log(p);
    }, 0);
    return Math.exp(entropy);
  },
  expected: () => failure('the expected effective rank has no closed form'),
};
