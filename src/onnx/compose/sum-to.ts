import type { Builder, GraphValue } from '../graph.ts';
import { sameShape } from '../shape.ts';
import { reduceSum } from './reductions.ts';
import { reshape } from './shapes.ts';

/** The gradient of a tensor of `shape` that was broadcast: the sum over where it was repeated. */
export function sumTo(builder: Builder, value: GraphValue, shape: readonly number[]): GraphValue {
  if (sameShape(value.shape, shape)) return value;
  const missing = value.shape.length - shape.length;
  const axes = value.shape.flatMap((length, axis) =>
    axis < missing || (shape[axis - missing] === 1 && length !== 1) ? [axis] : [],
  );
  return reshape(builder, reduceSum(builder, value, axes), shape);
}
