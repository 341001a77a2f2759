/**
 * The lower triangle L of a positive definite matrix K = L L^T, row by row, in an n x n array whose
 * upper triangle is 0; null where K is not positive definite.
 *
 * @param matrix n x n, of which the lower triangle is read
 */
export function choleskyOf(matrix: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const ofRow = i * n;
    for (let j = 0; j <= i; j++) {
      const ofColumn = j * n;
      let sum = matrix[ofRow + j] ?? NaN;
      for (let m = 0; m < j; m++) sum -= (lower[ofRow + m] ?? NaN) * (lower[ofColumn + m] ?? NaN);
      if (i === j) {
        if (!(sum > 0)) return null;
        lower[ofRow + i] = Math.sqrt(sum);
      } else {
        lower[ofRow + j] = sum / (lower[ofColumn + j] ?? NaN);
      }
    }
  }
  return lower;
}

/** The inverse of a lower triangle of {@link choleskyOf}: its rows are lower triangular too. */
export function invertLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const diagonal = lower[i * n + i] ?? NaN;
    // Row by row, so that memory is read in its order.
    for (let m = 0; m < i; m++) {
      const factor = lower[i * n + m] ?? NaN;
      for (let j = 0; j <= m; j++) {
        inverse[i * n + j] = (inverse[i * n + j] ?? NaN) - factor * (inverse[m * n + j] ?? NaN);
      }
    }
    for (let j = 0; j < i; j++) inverse[i * n + j] = (inverse[i * n + j] ?? NaN) / diagonal;
    inverse[i * n + i] = 1 / diagonal;
  }
  return inverse;
}

/** K^-1 = L^-T L^-1, whole, from the inverse of its lower triangle. */
export function invertFromLower(inverseLower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let m = 0; m < n; m++) {
    for (let i = 0; i <= m; i++) {
      const factor = inverseLower[m * n + i] ?? NaN;
      for (let j = 0; j <= i; j++) {
        inverse[i * n + j] =
          (inverse[i * n + j] ?? NaN) + factor * (inverseLower[m * n + j] ?? NaN);
      }
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j] ?? NaN;
  }
  return inverse;
}
