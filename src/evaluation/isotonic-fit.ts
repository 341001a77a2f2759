import { denseRanks } from './dense-ranks.ts';

/**
 * The monotone curve nearest to points: for each point the value at its x of the function that never
 * falls with x and has the least sum of squared distances in y. Equal x share one value. O(n log n)
 * by pooling adjacent violators: Barlow, Bartholomew, Bremner and Brunk, "Statistical Inference
 * under Order Restrictions", 1972.
 *
 * @param x one finite number per point
 * @param y one finite number per point
 * @throws RangeError where the lists differ in length or a number is not finite
 */
export function isotonicFit(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const xs = Float64Array.from(x);
  const ys = Float64Array.from(y);
  if (xs.length !== ys.length) {
    throw new RangeError(`expected as many x as y, got ${xs.length} and ${ys.length}`);
  }
  if (!(xs.every(Number.isFinite) && ys.every(Number.isFinite))) {
    throw new RangeError('expected finite numbers');
  }
  const { ranks, levels } = denseRanks(xs);
  const means = new Float64Array(levels);
  const counts = new Float64Array(levels);
  for (const [point, rank] of ranks.entries()) {
    means[rank] = weightedMean(means[rank]!, counts[rank]!, ys[point]!, 1);
    counts[rank] = counts[rank]! + 1;
  }
  // The blocks of levels with one value; they take the first places of the lists of levels.
  const ends = new Int32Array(levels);
  let blocks = 0;
  for (let level = 0; level < levels; level++) {
    means[blocks] = means[level]!;
    counts[blocks] = counts[level]!;
    ends[blocks] = level;
    for (; blocks > 0 && means[blocks - 1]! >= means[blocks]!; blocks--) {
      const before = blocks - 1;
      means[before] = weightedMean(
        means[before]!,
        counts[before]!,
        means[blocks]!,
        counts[blocks]!,
      );
      counts[before] = counts[before]! + counts[blocks]!;
      ends[before] = level;
    }
    blocks++;
  }
  const fitted = new Float64Array(levels);
  for (let block = 0, level = 0; block < blocks; block++) {
    for (; level <= ends[block]!; level++) fitted[level] = means[block]!;
  }
  return Float64Array.from(ranks, (rank) => fitted[rank]!);
}

/** By shares only where the sum overflows: the mean does not, and shares are rounded. */
function weightedMean(a: number, countA: number, b: number, countB: number): number {
  if (a === b) return a;
  const count = countA + countB;
  const sum = a * countA + b * countB;
  return Number.isFinite(sum) ? sum / count : a * (countA / count) + b * (countB / count);
}
