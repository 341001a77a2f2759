import {
  MOST_REFLECTED,
  vectorReflections,
  type ReflectionPair,
  type ReflectionMemory,
  type Reflections,
} from '../kernel/reflections.ts';

let made: ReflectionMemory | null | undefined;

/**
 * The place where a matrix is reflected, in the fastest form that this thread has, with the lower
 * triangle of the matrix in it.
 *
 * @param matrix size x size, row-major; the plain form works in it
 */
export function reflectionsOf(matrix: Float64Array, size: number): Reflections {
  made ??= vectorReflections();
  if (made === null || size > MOST_REFLECTED) return plainReflections(matrix, size);
  const reserved = made.reserve(size);
  for (let row = 0; row < size; row++) {
    reserved.matrix.set(matrix.subarray(row * size, row * size + row + 1), row * reserved.stride);
  }
  return reserved;
}

/**
 * The plain form, which gives the numbers of the vector form to the last bit: two rows at a time,
 * so that each entry of the vectors is loaded once for both, and even and odd columns have a sum
 * each.
 */
export function plainReflections(matrix: Float64Array, size: number): Reflections {
  const pair = (): ReflectionPair => ({
    vector: new Float64Array(size),
    partner: new Float64Array(size),
  });
  const pairs = [pair(), pair()] as const;
  return {
    matrix,
    stride: size,
    pairs,
    step: (order, parity) => {
      const { vector: v, partner: q } = pairs[parity];
      const { vector: x, partner: out } = pairs[parity === 0 ? 1 : 0];
      let row = 0;
      for (; row + 1 < order; row += 2) reflectTwo(matrix, size, row, v, q, x, out);
      if (row < order) reflectOne(matrix, size, row, v, q, x, out);
    },
  };
}

/** Rows `row` and the next, `row` being even. */
function reflectTwo(
  matrix: Float64Array,
  size: number,
  row: number,
  v: Float64Array,
  q: Float64Array,
  x: Float64Array,
  out: Float64Array,
): void {
  const next = row + 1;
  let a = row * size;
  let b = next * size;
  const [v0, q0, x0] = [v[row]!, q[row]!, x[row]!];
  const [v1, q1, x1] = [v[next]!, q[next]!, x[next]!];
  let even0 = 0;
  let even1 = 0;
  let odd0 = 0;
  let odd1 = 0;
  for (let k = 0; k < row; k += 2, a += 2, b += 2) {
    const e0 = matrix[a]! - v0 * q[k]! - q0 * v[k]!;
    const e1 = matrix[b]! - v1 * q[k]! - q1 * v[k]!;
    matrix[a] = e0;
    matrix[b] = e1;
    even0 += e0 * x[k]!;
    even1 += e1 * x[k]!;
    out[k] = out[k]! + (e0 * x0 + e1 * x1);
    const f0 = matrix[a + 1]! - v0 * q[k + 1]! - q0 * v[k + 1]!;
    const f1 = matrix[b + 1]! - v1 * q[k + 1]! - q1 * v[k + 1]!;
    matrix[a + 1] = f0;
    matrix[b + 1] = f1;
    odd0 += f0 * x[k + 1]!;
    odd1 += f1 * x[k + 1]!;
    out[k + 1] = out[k + 1]! + (f0 * x0 + f1 * x1);
  }
  const corner = matrix[a]! - 2 * v0 * q0;
  const below = matrix[b]! - v1 * q0 - q1 * v0;
  const last = matrix[b + 1]! - 2 * v1 * q1;
  matrix[a] = corner;
  matrix[b] = below;
  matrix[b + 1] = last;
  out[row] = out[row]! + (even0 + odd0 + corner * x0 + below * x1);
  out[next] = out[next]! + (even1 + odd1 + below * x0 + last * x1);
}

/** The last row of an odd number of them, `row` being even. */
function reflectOne(
  matrix: Float64Array,
  size: number,
  row: number,
  v: Float64Array,
  q: Float64Array,
  x: Float64Array,
  out: Float64Array,
): void {
  let a = row * size;
  const [v0, q0, x0] = [v[row]!, q[row]!, x[row]!];
  let even = 0;
  let odd = 0;
  for (let k = 0; k < row; k += 2, a += 2) {
    const e = matrix[a]! - v0 * q[k]! - q0 * v[k]!;
    const f = matrix[a + 1]! - v0 * q[k + 1]! - q0 * v[k + 1]!;
    matrix[a] = e;
    matrix[a + 1] = f;
    even += e * x[k]!;
    odd += f * x[k + 1]!;
    out[k] = out[k]! + e * x0;
    out[k + 1] = out[k + 1]! + f * x0;
  }
  const corner = matrix[a]! - 2 * v0 * q0;
  matrix[a] = corner;
  out[row] = out[row]! + (even + odd + corner * x0);
}
