import { GROUP_SIZE } from '../initialization/random-words.ts';
import { PairwiseSum } from './pairwise-sum.ts';

/** What one pass over a matrix gathers. */
export interface Moments {
  /** Number of entries. */
  readonly count: number;
  /** Sum of the entries. */
  readonly sum: number;
  /** Sum of their squares: the squared Frobenius norm. */
  readonly sumOfSquares: number;
}

/**
 * Entries drawn and summed at a time. It is part of what a sum is, not a matter of speed: inside
 * a chunk four running sums take the entries in turn, the chunks are added up as a balanced
 * tree, and so the last bit is the same however the work is split.
 */
export const CHUNK_SIZE = 4096;

/**
 * Writes the entries from `start` on, as many as `out` holds: a multiple of 16, so that the last
 * draw may reach past the end of the matrix.
 */
export type FillEntries = (start: number, out: Float32Array) => void;

/**
 * Sums the entries of a matrix and their squares in double precision without holding it: at most
 * 4,096 entries are in memory at a time.
 *
 * The square of a single-precision number is exact in double precision; the running sums of a
 * chunk add at most 1,024 of them each, so the relative error of the sum of squares stays below
 * 1.2e-13 however many entries there are.
 *
 * @param count entries of the matrix, at least 1
 */
export function gatherMoments(count: number, fill: FillEntries): Moments {
  const sum = new PairwiseSum();
  const sumOfSquares = new PairwiseSum();
  const buffer = new Float32Array(CHUNK_SIZE);
  for (let start = 0; start < count; start += CHUNK_SIZE) {
    const length = Math.min(CHUNK_SIZE, count - start);
    const entries = buffer.subarray(0, Math.ceil(length / GROUP_SIZE) * GROUP_SIZE);
    fill(start, entries);
    // Entries past the end of the matrix count as zeros, so that every lane has a value.
    entries.fill(0, length);
    let [s0, s1, s2, s3, q0, q1, q2, q3] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < entries.length; i += 4) {
      const a = entries[i]!;
      const b = entries[i + 1]!;
      const c = entries[i + 2]!;
      const d = entries[i + 3]!;
      s0 += a;
      s1 += b;
      s2 += c;
      s3 += d;
      q0 += a * a;
      q1 += b * b;
      q2 += c * c;
      q3 += d * d;
    }
    sum.add(s0 + s1 + (s2 + s3));
    sumOfSquares.add(q0 + q1 + (q2 + q3));
  }
  return { count, sum: sum.total(), sumOfSquares: sumOfSquares.total() };
}
