import { LINE_GROUP, LINE_LENGTH } from '../kernel/line-products.ts';
import { addProducts, lineProducts } from './line-products.ts';

/**
 * `ln det(I + G)` of a symmetric matrix G without negative eigenvalues, by Cholesky's factorization
 * of `I + G`, a block of columns at a time, without finding the eigenvalues.
 *
 * The identity is never added: what is kept of a pivot `1 + p` is p, and the logarithm is that of
 * `log1p`, so that a G far below 1 keeps all its digits. Pivots are at least 1; a p that rounding
 * made negative counts as zero. Error: that of a G which is off by a small multiple of
 * `n * 2^-52 * ||G||`, so at worst `n^2 * 2^-52 * ||G||`, absolutely.
 *
 * Cost: `n^3 / 3` operations, a fourth of a tridiagonalization, and most of them in the vector
 * form of {@link addProducts}.
 *
 * Source: Golub and Van Loan, "Matrix Computations", 4th edition, sections 4.2.5 and 4.2.9.
 *
 * @param gram n x n, row-major; only its lower triangle is read, and it is overwritten
 * @param size n
 * @param products tests give another form than this thread's own
 */
export function logDeterminantOfGram(
  gram: Float64Array,
  size: number,
  products = lineProducts(),
): number {
  let sum = 0;
  for (let from = 0; from < size; from += LINE_LENGTH) {
    const to = Math.min(from + LINE_LENGTH, size);
    sum += factorColumns(gram, size, from, to);
    const count = size - to;
    if (count === 0) break;
    const lines = products.reserve(Math.ceil(count / LINE_GROUP) * LINE_GROUP);
    for (let line = 0; line < count; line++) {
      const source = (to + line) * size + from;
      lines.set(gram.subarray(source, source + LINE_LENGTH), line * LINE_LENGTH);
    }
    lines.fill(0, count * LINE_LENGTH);
    addProducts(products, count, gram, size, to, -1);
  }
  return sum;
}

/**
 * Makes of the columns `from` to `to` of G, reduced by those to their left, the columns of the factor
 * L below its diagonal, and sums up the logarithms of their pivots.
 */
function factorColumns(gram: Float64Array, size: number, from: number, to: number): number {
  let sum = 0;
  /** Roots of the pivots, the diagonal of L. */
  const roots = new Float64Array(to - from);
  for (let row = from; row < to; row++) {
    divideRow(gram, size, row, from, row, roots);
    const own = row * size;
    let pivot = gram[own + row]!;
    for (let k = from; k < row; k++) pivot -= gram[own + k]! * gram[own + k]!;
    const kept = Math.max(0, pivot);
    sum += Math.log1p(kept);
    roots[row - from] = Math.sqrt(1 + kept);
  }
  let row = to;
  for (; row + 4 <= size; row += 4) divideFourRows(gram, size, row, from, to, roots);
  for (; row < size; row++) divideRow(gram, size, row, from, to, roots);
  return sum;
}

/** Solves for the entries of one row of L, in the columns `from` to `to` of a factored block. */
function divideRow(
  gram: Float64Array,
  size: number,
  row: number,
  from: number,
  to: number,
  roots: Float64Array,
): void {
  const own = row * size;
  for (let column = from; column < to; column++) {
    const other = column * size;
    let value = gram[own + column]!;
    for (let k = from; k < column; k++) value -= gram[own + k]! * gram[other + k]!;
    gram[own + column] = value / roots[column - from]!;
  }
}

/** The same of four rows at a time, so that no sum has to wait for the one before. */
function divideFourRows(
  gram: Float64Array,
  size: number,
  row: number,
  from: number,
  to: number,
  roots: Float64Array,
): void {
  const a = row * size;
  const b = a + size;
  const c = b + size;
  const d = c + size;
  for (let column = from; column < to; column++) {
    const other = column * size;
    let valueA = gram[a + column]!;
    let valueB = gram[b + column]!;
    let valueC = gram[c + column]!;
    let valueD = gram[d + column]!;
    for (let k = from; k < column; k++) {
      const factor = gram[other + k]!;
      valueA -= gram[a + k]! * factor;
      valueB -= gram[b + k]! * factor;
      valueC -= gram[c + k]! * factor;
      valueD -= gram[d + k]! * factor;
    }
    const root = roots[column - from]!;
    gram[a + column] = valueA / root;
    gram[b + column] = valueB / root;
    gram[c + column] = valueC / root;
    gram[d + column] = valueD / root;
  }
}
