import { reflectionsOf } from './reflections.ts';

/** A symmetric tridiagonal matrix: n diagonal entries and the n - 1 entries below them. */
export interface SymmetricTridiagonal {
  readonly diagonal: Float64Array;
  /** Entry i is in row i + 1, column i. */
  readonly subdiagonal: Float64Array;
}

/**
 * Reduces a symmetric matrix to a tridiagonal one with the same eigenvalues, by n - 2 Householder
 * reflections, without forming the eigenvectors. The last row is reduced first, because the part
 * of it that a reflection is made of is contiguous in memory.
 *
 * With `v` the reflection vector of a row, `h = v.v / 2`, `p = A v / h` and
 * `q = p - (v.p / 2h) v`, the reflected matrix is `A - v q^T - q v^T`. This update is merged with
 * the product `A v` of the next reflection, so that each reflection passes over the triangle once.
 *
 * Cost: about (4/3) n^3 operations. Error: the result is exact for a matrix that differs from the
 * given one by a small multiple of `n * 2^-53 * ||A||`.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th edition, section 8.3.1; bottom-up order as
 * in Martin, Reinsch and Wilkinson, "Householder's tridiagonalization of a symmetric matrix",
 * Numerische Mathematik 11 (1968), 181-195.
 *
 * @param matrix n x n, row-major; only its lower triangle is read, and it may be overwritten
 * @param size n, at least 1
 * @param reflect tests give another form than the fastest that there is
 * @param negligible for a positive semidefinite matrix: what is left to reduce is left out once its
 * trace is no more than this, which takes no more than this from all eigenvalues together. A matrix
 * of low rank is done after as many rows
 */
export function tridiagonalize(
  matrix: Float64Array,
  size: number,
  reflect = reflectionsOf,
  negligible?: number,
): SymmetricTridiagonal {
  // Reflections do not change the trace.
  let left = 0;
  for (let row = 0; row < size; row++) left += matrix[row * size + row]!;
  const diagonal = new Float64Array(size);
  const subdiagonal = new Float64Array(size - 1);
  const { matrix: work, stride, pairs, step } = reflect(matrix, size);
  for (const { vector, partner } of pairs) {
    vector.fill(0);
    partner.fill(0);
  }
  let parity: 0 | 1 = 0;
  for (let row = size - 1; row >= 0; row--) {
    const start = row * stride;
    const { vector: v, partner: q } = pairs[parity];
    const next: 0 | 1 = parity === 0 ? 1 : 0;
    const { vector: nextV, partner: nextQ } = pairs[next];
    // The row still lacks the reflection of the row below it (v and q are zero at first).
    const vRow = v[row]!;
    const qRow = q[row]!;
    for (let k = 0; k <= row; k++) {
      work[start + k] = work[start + k]! - vRow * q[k]! - qRow * v[k]!;
    }
    diagonal[row] = work[start + row]!;
    left -= diagonal[row]!;
    if (row === 0) break;
    if (negligible !== undefined && left <= negligible) {
      return { diagonal: diagonal.subarray(row), subdiagonal: subdiagonal.subarray(row) };
    }

    let rest = 0;
    for (let k = 0; k < row - 1; k++) rest += work[start + k]! * work[start + k]!;
    const last = work[start + row - 1]!;
    for (let k = 0; k < row; k++) nextV[k] = work[start + k]!;
    nextQ.fill(0, 0, row);
    let h = 0;
    if (rest === 0) {
      // Already tridiagonal here: no reflection, only the update that is still due.
      subdiagonal[row - 1] = last;
      nextV.fill(0, 0, row);
    } else {
      const norm = Math.sqrt(rest + last * last);
      // The sign that adds magnitudes: the other one would cancel digits.
      const signed = last < 0 ? -norm : norm;
      subdiagonal[row - 1] = -signed;
      nextV[row - 1] = last + signed;
      h = norm * (norm + Math.abs(last));
    }
    step(row, parity);
    if (h > 0) {
      let product = 0;
      for (let k = 0; k < row; k++) {
        nextQ[k] = nextQ[k]! / h;
        product += nextV[k]! * nextQ[k]!;
      }
      const share = product / (2 * h);
      for (let k = 0; k < row; k++) nextQ[k] = nextQ[k]! - share * nextV[k]!;
    }
    parity = next;
  }
  return { diagonal, subdiagonal };
}
