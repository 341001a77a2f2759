import type { FloatType, ValueType } from '../onnx/graph.ts';
import type { FloatEntries } from './draw-entries.ts';
import { sizeOfShape } from '../onnx/shape.ts';
import { fillNormal } from '../initialization/standard-normal.ts';
import { GROUP_SIZE } from '../initialization/random-words.ts';
import { weightStream } from '../initialization/weight-stream.ts';

/**
 * A tensor of normal numbers of the stream of a name, which no weight has: `pixels` of deviation 1, as
 * images are after their mean and deviation are taken off. The images of a larger batch begin with
 * those of a smaller one.
 */
export function drawNormals(
  { shape }: ValueType,
  name: string,
  seed: number,
  deviation: number,
  type: FloatType,
): ValueType & { readonly data: FloatEntries } {
  const size = sizeOfShape(shape);
  const drawn = new Float32Array(Math.ceil(size / GROUP_SIZE) * GROUP_SIZE);
  fillNormal(weightStream(seed, name), 0, drawn, deviation);
  const entries = drawn.subarray(0, size);
  return { type, shape, data: type === 'float32' ? entries : Float64Array.from(entries) };
}
