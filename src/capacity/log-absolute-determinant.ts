/**
 * `ln |det A|` of a square matrix, by Gaussian elimination with the greatest pivot of each column.
 * Equal rows give zero exactly, as does a row of zeros.
 *
 * Error: that of a matrix that differs from A by about `n * 2^-53` of its entries; near a singular
 * matrix no digit is right. Cost: n^3 / 3 operations.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th edition, section 3.4.
 *
 * @param matrix n x n, row-major, overwritten
 * @returns `-Infinity` where the determinant is zero, 0 of no rows, NaN where an entry is none
 */
export function logAbsoluteDeterminant(matrix: Float64Array, size: number): number {
  let logarithm = 0;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      const isGreater =
        Math.abs(matrix[row * size + column]!) > Math.abs(matrix[pivot * size + column]!);
      if (isGreater) pivot = row;
    }
    const head = matrix[pivot * size + column]!;
    logarithm += Math.log(Math.abs(head));
    if (head === 0) return -Infinity;
    for (let k = column; k < size; k++) {
      const entry = matrix[pivot * size + k]!;
      matrix[pivot * size + k] = matrix[column * size + k]!;
      matrix[column * size + k] = entry;
    }
    for (let row = column + 1; row < size; row++) {
      const factor = matrix[row * size + column]! / head;
      for (let k = column; k < size; k++) {
        matrix[row * size + k] = matrix[row * size + k]! - factor * matrix[column * size + k]!;
      }
    }
  }
  return logarithm;
}
