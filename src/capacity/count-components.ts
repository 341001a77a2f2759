import { tridiagonalEigenvalues } from './tridiagonal-eigenvalues.ts';
import { tridiagonalize } from './tridiagonalize.ts';

/** Share of the variance that rounding of entries in single precision makes up anyway. */
const NEGLIGIBLE = 2 ** -22;

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
  let trace = 0;
  for (let i = 0; i < size; i++) trace += gram[i * size + i]!;
  const reduced = tridiagonalize(gram, size, undefined, NEGLIGIBLE * trace);
  const values = tridiagonalEigenvalues(reduced).sort();
  let total = 0;
  for (const value of values) total += Math.max(0, value);
  let explained = 0;
  for (let k = 1; k <= values.length; k++) {
    explained += Math.max(0, values[values.length - k]!);
    if (explained > share * total) return k;
  }
  return 0;
}
