import { reshape, transpose } from '../onnx/compose/shapes.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import type { GraphValue } from '../onnx/graph.ts';
import { GraphError } from '../onnx/graph-error.ts';

/** [batch, length, heads * size] as [batch, length, heads, size]. */
export function partHeads(builder: GraphBuilder, value: GraphValue, heads: number): GraphValue {
  const [batch, length, width] = threeAxes(value);
  return reshape(builder, value, [batch, length, heads, width / heads]);
}

/** [batch, length, heads * size] as [batch, heads, length, size]. */
export function splitHeads(builder: GraphBuilder, value: GraphValue, heads: number): GraphValue {
  return transpose(builder, partHeads(builder, value, heads), [0, 2, 1, 3]);
}

/** [batch, heads, length, size] as [batch, length, heads * size]. */
export function mergeHeads(builder: GraphBuilder, value: GraphValue): GraphValue {
  const [batch, heads, length, size] = fourAxes(value);
  const together = transpose(builder, value, [0, 2, 1, 3]);
  return reshape(builder, together, [batch, length, heads * size]);
}

/** Batch, length and width of a value with three axes. */
export function threeAxes({ shape }: GraphValue): readonly [number, number, number] {
  const [batch, length, width] = shape;
  if (batch === undefined || length === undefined || width === undefined) {
    throw new GraphError('the value of a batch has three axes');
  }
  return [batch, length, width];
}

/** The lengths of the four axes of a value with heads. */
export function fourAxes({ shape }: GraphValue): readonly [number, number, number, number] {
  const [first, second, third, fourth] = shape;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
    throw new GraphError('heads have four axes');
  }
  return [first, second, third, fourth];
}

/** The lengths of the five axes of a value that has one for the entries of heads. */
export function fiveAxes(value: GraphValue): readonly [number, number, number, number, number] {
  const [first, ...others] = value.shape;
  const rest = fourAxes({ ...value, shape: others });
  if (first === undefined) throw new GraphError('a value of heads has five axes');
  return [first, ...rest];
}
