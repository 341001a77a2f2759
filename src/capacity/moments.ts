import { kernel, KERNEL_ENTRIES, type Kernel } from '../kernel/kernel.ts';
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
  /** Sum of their cubes. */
  readonly sumOfCubes: number;
  /** Sum of their fourth powers. */
  readonly sumOfFourths: number;
  /** The least entry. */
  readonly min: number;
  /** The greatest entry. */
  readonly max: number;
}

/**
 * Entries drawn and summed at a time. It is part of what a sum is, not a matter of speed: inside
 * a chunk four running sums take the entries alternately, the chunks are added up as a balanced
 * tree, and so the last bit is the same however the work is split.
 */
export const CHUNK_SIZE = KERNEL_ENTRIES;

/**
 * Entries of a segment, the part of a matrix that is measured by one worker: a power of two
 * chunks, so that the sum of a segment is a subtree of the sum of the matrix.
 */
export const SEGMENT_SIZE = 1024 * CHUNK_SIZE;

/**
 * Writes the entries from `start` on, as many as `out` holds: a multiple of 16, so that the last
 * draw may reach past the end of the matrix.
 */
export type FillEntries = (start: number, out: Float32Array) => void;

/**
 * Gathers the moments of a matrix in double precision without holding it: at most 4,096 entries
 * are in memory at a time.
 *
 * The square of a single-precision number is exact in double precision; the running sums of a
 * chunk add at most 1,024 of them each, so the relative error of the sum of squares stays below
 * 1.2e-13 however many entries there are. The other sums have the same error relative to the sum
 * of the absolute values.
 *
 * @param count entries of the matrix, at least 1
 */
export function gatherMoments(count: number, fill: FillEntries): Moments {
  const segments: Moments[] = [];
  for (let start = 0; start < count; start += SEGMENT_SIZE) {
    segments.push(gatherSegment(start, Math.min(SEGMENT_SIZE, count - start), fill));
  }
  return joinSegments(segments);
}

/**
 * The moments of `count` entries from `start` on.
 *
 * @param start a multiple of 16
 * @param count at most {@link SEGMENT_SIZE}
 */
export function gatherSegment(start: number, count: number, fill: FillEntries): Moments {
  const vector = kernel();
  const entries = vector?.entries ?? new Float32Array(CHUNK_SIZE);
  const gather = vector === null ? gatherPlain : gatherBy(vector);
  const whole = entries.subarray(0, CHUNK_SIZE);
  const [sum, squares, cubes, fourths] = [0, 1, 2, 3].map(() => new PairwiseSum());
  let min = Infinity;
  let max = -Infinity;
  for (let at = 0; at < count; at += CHUNK_SIZE) {
    const length = Math.min(CHUNK_SIZE, count - at);
    const drawn = Math.ceil(length / GROUP_SIZE) * GROUP_SIZE;
    fill(start + at, drawn === CHUNK_SIZE ? whole : entries.subarray(0, drawn));
    const chunk = gather(entries, length);
    sum!.add(chunk.powers[0]!);
    squares!.add(chunk.powers[1]!);
    cubes!.add(chunk.powers[2]!);
    fourths!.add(chunk.powers[3]!);
    if (chunk.min < min) min = chunk.min;
    if (chunk.max > max) max = chunk.max;
  }
  return {
    count,
    sum: sum!.total(),
    sumOfSquares: squares!.total(),
    sumOfCubes: cubes!.total(),
    sumOfFourths: fourths!.total(),
    min,
    max,
  };
}

/**
 * The moments of a matrix from those of its segments, to the last bit what one pass gives.
 *
 * @param segments in their order, at least one; all but the last of {@link SEGMENT_SIZE} entries
 */
export function joinSegments(segments: readonly Moments[]): Moments {
  return {
    count: segments.reduce((sum, { count }) => sum + count, 0),
    sum: joinSums(segments, ({ sum }) => sum),
    sumOfSquares: joinSums(segments, ({ sumOfSquares }) => sumOfSquares),
    sumOfCubes: joinSums(segments, ({ sumOfCubes }) => sumOfCubes),
    sumOfFourths: joinSums(segments, ({ sumOfFourths }) => sumOfFourths),
    min: segments.reduce((least, { min }) => (min < least ? min : least), Infinity),
    max: segments.reduce((most, { max }) => (max > most ? max : most), -Infinity),
  };
}

/** The sum over a matrix of what `pick` has of each of its segments, as {@link joinSegments} has it. */
export function joinSums<Segment extends { readonly count: number }>(
  segments: readonly Segment[],
  pick: (segment: Segment) => number,
): number {
  const last = segments.at(-1);
  const partial = last !== undefined && last.count < SEGMENT_SIZE ? last : undefined;
  const tree = new PairwiseSum();
  for (const segment of partial === undefined ? segments : segments.slice(0, -1)) {
    tree.add(pick(segment));
  }
  // The chunks of a partial segment are the lowest branches of the tree, which come first.
  return tree.total(partial === undefined ? 0 : pick(partial));
}

/** Sums of one chunk: of the entries, their squares, cubes and fourth powers. */
interface ChunkSums {
  readonly powers: Float64Array;
  readonly min: number;
  readonly max: number;
}

/** Four running sums for each of four powers, then what they add up to. */
const lanes = new Float64Array(16);
const powers = new Float64Array(4);

/** The sums of the first `length` entries, one at a time. */
export function gatherPlain(entries: Float32Array, length: number): ChunkSums {
  lanes.fill(0);
  return gatherRest(entries, 0, length, Infinity, -Infinity);
}

/** The same by the kernel, which takes the entries four at a time; the last three are plain. */
function gatherBy({ gather, sums, extremes }: Kernel): typeof gatherPlain {
  return (entries, length) => {
    const quads = length - (length % 4);
    if (quads === 0) return gatherPlain(entries, length);
    gather(quads);
    lanes.set(sums);
    let min = Infinity;
    let max = -Infinity;
    for (let lane = 0; lane < 4; lane++) {
      if (extremes[lane]! < min) min = extremes[lane]!;
      if (extremes[4 + lane]! > max) max = extremes[4 + lane]!;
    }
    return gatherRest(entries, quads, length, min, max);
  };
}

function gatherRest(
  entries: Float32Array,
  from: number,
  to: number,
  least: number,
  most: number,
): ChunkSums {
  let min = least;
  let max = most;
  for (let i = from; i < to; i++) {
    const lane = i % 4;
    const value = entries[i]!;
    const square = value * value;
    lanes[lane]! += value;
    lanes[4 + lane]! += square;
    lanes[8 + lane]! += square * value;
    lanes[12 + lane]! += square * square;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  for (let power = 0; power < 4; power++) {
    const at = 4 * power;
    powers[power] = lanes[at]! + lanes[at + 1]! + (lanes[at + 2]! + lanes[at + 3]!);
  }
  return { powers, min, max };
}
