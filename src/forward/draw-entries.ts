import { sizeOf, type Weight } from '../architecture/weight.ts';
import type { FloatType } from '../onnx/graph.ts';
import { drawWeights } from '../initialization/draw-weights.ts';
import { GROUP_SIZE } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';

/** The entries of a weight. */
export type FloatEntries = Float32Array | Float64Array;

/**
 * The entries of a weight at initialization, row-major: those that `drawWeights` gives, single
 * precision whatever the type.
 *
 * @throws RangeError on a seed that `weightStream` refuses
 */
export function drawEntries(weight: Weight, seed: number, type: FloatType): FloatEntries {
  const size = sizeOf(weight);
  const drawn = new Float32Array(Math.ceil(size / GROUP_SIZE) * GROUP_SIZE);
  drawWeights(weight.distribution, weightStream(seed, weight.path), 0, drawn);
  const entries = drawn.subarray(0, size);
  return type === 'float32' ? entries : Float64Array.from(entries);
}

/**
 * Rows of a weight matrix, one after the other: equal to those rows of {@link drawEntries}, without
 * drawing the others.
 *
 * @param out is long enough for as many rows; the entries after them stay as they are
 */
export function drawRows(
  weight: Weight,
  seed: number,
  rows: readonly number[],
  out: FloatEntries,
): void {
  const width = weight.shape.slice(1).reduce((product, length) => product * length, 1);
  const stream = weightStream(seed, weight.path);
  // A draw starts and ends at multiples of the group size, a row anywhere.
  const buffer = new Float32Array((Math.ceil(width / GROUP_SIZE) + 1) * GROUP_SIZE);
  for (const [place, row] of rows.entries()) {
    const start = row * width;
    const before = start % GROUP_SIZE;
    const length = Math.ceil((before + width) / GROUP_SIZE) * GROUP_SIZE;
    const drawn = buffer.subarray(0, length);
    drawWeights(weight.distribution, stream, start - before, drawn);
    out.set(drawn.subarray(before, before + width), place * width);
  }
}
