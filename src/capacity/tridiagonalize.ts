/** A symmetric tridiagonal matrix: n diagonal entries and the n - 1 entries below them. */
export interface SymmetricTridiagonal {
  readonly diagonal: Float64Array;
  /** Entry i stands in row i + 1, column i. */
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
 * @param matrix n x n, row-major; only its lower triangle is read, and it is overwritten
 * @param size n, at least 1
 */
export function tridiagonalize(matrix: Float64Array, size: number): SymmetricTridiagonal {
  const diagonal = new Float64Array(size);
  const subdiagonal = new Float64Array(size - 1);
  let v = new Float64Array(size);
  let q = new Float64Array(size);
  let nextV = new Float64Array(size);
  let nextQ = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    const start = row * size;
    // The row still lacks the reflection of the row below it (v and q are zero at first).
    const vRow = v[row]!;
    const qRow = q[row]!;
    for (let k = 0; k <= row; k++) {
      matrix[start + k] = matrix[start + k]! - vRow * q[k]! - qRow * v[k]!;
    }
    diagonal[row] = matrix[start + row]!;
    if (row === 0) break;

    let rest = 0;
    for (let k = 0; k < row - 1; k++) rest += matrix[start + k]! * matrix[start + k]!;
    const last = matrix[start + row - 1]!;
    for (let k = 0; k < row; k++) nextV[k] = matrix[start + k]!;
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
    updateAndMultiply(matrix, size, row, v, q, nextV, nextQ);
    if (h > 0) {
      let product = 0;
      for (let k = 0; k < row; k++) {
        nextQ[k] = nextQ[k]! / h;
        product += nextV[k]! * nextQ[k]!;
      }
      const share = product / (2 * h);
      for (let k = 0; k < row; k++) nextQ[k] = nextQ[k]! - share * nextV[k]!;
    }
    [v, nextV] = [nextV, v];
    [q, nextQ] = [nextQ, q];
  }
  return { diagonal, subdiagonal };
}

/**
 * Replaces the leading `order` x `order` block A by `A - v q^T - q v^T` and adds the product of
 * the new block with `x` to `out`. Two rows at a time, so that each entry of the four vectors is
 * loaded once for both.
 */
function updateAndMultiply(
  matrix: Float64Array,
  size: number,
  order: number,
  v: Float64Array,
  q: Float64Array,
  x: Float64Array,
  out: Float64Array,
): void {
  let row = 0;
  if (order % 2 === 1) {
    const entry = matrix[0]! - 2 * v[0]! * q[0]!;
    matrix[0] = entry;
    out[0] = out[0]! + entry * x[0]!;
    row = 1;
  }
  for (; row < order; row += 2) {
    const next = row + 1;
    let a = row * size;
    let b = next * size;
    const v0 = v[row]!;
    const q0 = q[row]!;
    const x0 = x[row]!;
    const v1 = v[next]!;
    const q1 = q[next]!;
    const x1 = x[next]!;
    let sum0 = 0;
    let sum1 = 0;
    for (let k = 0; k < row; k++, a++, b++) {
      const vk = v[k]!;
      const qk = q[k]!;
      const xk = x[k]!;
      const entry0 = matrix[a]! - v0 * qk - q0 * vk;
      const entry1 = matrix[b]! - v1 * qk - q1 * vk;
      matrix[a] = entry0;
      matrix[b] = entry1;
      sum0 += entry0 * xk;
      sum1 += entry1 * xk;
      out[k] = out[k]! + (entry0 * x0 + entry1 * x1);
    }
    const corner = matrix[a]! - 2 * v0 * q0;
    const below = matrix[b]! - v1 * q0 - q1 * v0;
    const end = matrix[b + 1]! - 2 * v1 * q1;
    matrix[a] = corner;
    matrix[b] = below;
    matrix[b + 1] = end;
    out[row] = out[row]! + (sum0 + corner * x0 + below * x1);
    out[next] = out[next]! + (sum1 + below * x0 + end * x1);
  }
}
