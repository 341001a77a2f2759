import { tridiagonalEigenvalues } from './tridiagonal-eigenvalues.ts';
import { tridiagonalize } from './tridiagonalize.ts';

/**
 * The number of principal components that explain more than a share of the variance: the least k
 * for which the k greatest eigenvalues of a covariance matrix, or of the Gram matrix of centred
 * data, add up to more than that share of all of them. Eigenvalues that rounding made negative
 * count as zero.
 *
 * @param gram n x n, row-major, overwritten; only its lower triangle is read; all entries finite
 * @param share from 0 to 1, exclusive
 * @returns from 1 to n; 0 where there is no variance
 */
export function countComponents(gram: Float64Array, size: number, share: number): number {
  const values = tridiagonalEigenvalues(tridiagonalize(gram, size)).sort();
  let total = 0;
  for (const value of values) total += Math.max(0, value);
  let explained = 0;
  for (let k = 1; k <= size; k++) {
    explained += Math.max(0, values[size - k]!);
    if (explained > share * total) return k;
  }
  return 0;
}
