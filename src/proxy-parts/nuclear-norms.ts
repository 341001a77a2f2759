import { singularValuesOfGram } from '../capacity/singular-values.ts';
import { cast } from '../onnx/compose/functions.ts';
import { gemm } from '../onnx/compose/matmul.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { sum } from './numbers.ts';

/** Entries of Gram matrices that are kept for the next network, 32 MiB; beyond them it starts anew. */
const MOST_ENTRIES = 2 ** 22;

interface Known {
  readonly gram: Float64Array;
  readonly norm: number;
}

/**
 * The products of the rows of a matrix with each other, or of its columns where these are fewer, in
 * double precision: n x n. The runtime computes them in less than half the time that the kernel of
 * sampled weights takes.
 *
 * @param matrix rows x columns
 */
export function doubleGram(builder: GraphBuilder, matrix: GraphValue): GraphValue {
  const [rows = 0, columns = 0] = matrix.shape;
  const doubles = cast(builder, matrix, 'float64');
  const sides = rows <= columns ? { transposeB: true } : { transposeA: true };
  return gemm(builder, doubles, doubles, sides);
}

/**
 * Nuclear norms, sums of singular values. Networks of one seed share the weights of equal paths and
 * shapes, so that those that were seen last are known by their paths; their Gram matrices are
 * compared, and what is remembered changes no number.
 */
export class NuclearNorms {
  readonly #known = new Map<string, Known>();
  #kept = 0;

  /**
   * @param path of the weight
   * @param gram its {@link doubleGram}, all entries finite
   */
  ofWeight(path: string, gram: Float64Array): number {
    const key = `${path} ${gram.length}`;
    const before = this.#known.get(key);
    if (before !== undefined && areEqual(before.gram, gram)) return before.norm;
    const norm = nuclearNorm(gram);
    if (this.#kept + gram.length > MOST_ENTRIES) {
      this.#known.clear();
      this.#kept = 0;
    }
    if (before === undefined || this.#kept === 0) this.#kept += gram.length;
    this.#known.set(key, { gram: gram.slice(), norm });
    return norm;
  }
}

/**
 * The sum of the singular values of a matrix.
 *
 * @param gram its {@link doubleGram}, all entries finite
 */
export function nuclearNorm(gram: Float64Array): number {
  return sum(singularValuesOfGram(gram.slice(), Math.sqrt(gram.length)));
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
