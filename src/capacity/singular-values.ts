import { gramMatrix } from './gram-matrix.ts';
import { tridiagonalEigenvalues } from './tridiagonal-eigenvalues.ts';
import { tridiagonalize } from './tridiagonalize.ts';

/**
 * The singular values of a matrix A, in the unit of its entries: the square roots of the
 * eigenvalues of the smaller of `A^T A` and `A A^T`, which are found by Householder
 * tridiagonalization and the implicit QL method. Eigenvalues that rounding made negative count as
 * zero. No entry of a finite float32 matrix is too large or too small for this.
 *
 * Error: `sigma^2` is off by at most about `n * 2^-52 * sigma_max^2` (n the smaller dimension),
 * whatever its own size. So large singular values have nearly all digits, but those below about
 * `1e-8 * sigma_max` have none, and one that is zero may come out as large as that: the rank can't
 * be read off. What follows for sums, measured against decompositions of A itself:
 *
 * - a 1024 x 1024 matrix at initialization: `sigma^2` to `5e-15 * sigma_max^2`; `sigma_max`, the sum
 *   of `sigma` and the sum of `ln(1 + sigma^2)` to 2e-15, relatively;
 * - matrices of low rank or a condition beyond 1e8, n up to 256: `sigma_max` to 4e-15 and the sum
 *   of `sigma` to 5e-8, relatively; the sum of `ln(1 + sigma^2)` to 3e-10, at worst the absolute
 *   `n^2 * 2^-52 * sigma_max^2`.
 *
 * Cost, n the smaller and m the larger dimension: m n^2 + (4/3) n^3 operations and 8 n^2 bytes.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th edition, sections 8.3 and 8.6. Written
 * here because ml-matrix 6.15 always computes eigenvectors too; the tests compare with it.
 *
 * @param matrix the entries, row-major, `rows * cols` of them, left as they are
 * @returns min(rows, cols) values, descending, none negative
 * @throws RangeError when the dimensions do not fit the entries or an entry is not finite
 * @throws Error when an eigenvalue does not converge, which no finite matrix is known to cause
 */
export function singularValues(matrix: Float32Array, rows: number, cols: number): Float64Array {
  const whole = Number.isSafeInteger(rows) && Number.isSafeInteger(cols) && rows >= 0 && cols >= 0;
  if (!whole || matrix.length !== rows * cols) {
    throw new RangeError(`${matrix.length} entries are no ${rows} x ${cols} matrix`);
  }
  const size = Math.min(rows, cols);
  if (size === 0) return new Float64Array(0);
  const gram = gramMatrix(matrix, rows, cols);
  for (let i = 0; i < size; i++) {
    // Finite entries give finite sums (see gramMatrix), others never do.
    if (!Number.isFinite(gram[i * size + i]!)) {
      throw new RangeError(
        `an entry in ${rows <= cols ? 'row' : 'column'} ${i + 1} of the ${rows} x ${cols} matrix is not finite`,
      );
    }
  }
  return singularValuesOfGram(gram, size).sort().reverse();
}

/**
 * The singular values of a matrix whose Gram matrix is given, in no particular order: see
 * {@link singularValues}.
 *
 * @param gram n x n, row-major, overwritten; only its lower triangle is read; all entries finite
 * @param size n, at least 1
 */
export function singularValuesOfGram(gram: Float64Array, size: number): Float64Array {
  const values = tridiagonalEigenvalues(tridiagonalize(gram, size));
  for (let i = 0; i < size; i++) values[i] = Math.sqrt(Math.max(0, values[i]!));
  return values;
}
