import { int } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';

/** `e^x` by its sum along an axis. */
export function softmax(builder: Builder, value: GraphValue, axis: number): GraphValue {
  return builder.apply('Softmax', [value], { axis: int(axis) });
}

/** The logarithm of {@link softmax}, without its underflow. */
export function logSoftmax(builder: Builder, value: GraphValue, axis: number): GraphValue {
  return builder.apply('LogSoftmax', [value], { axis: int(axis) });
}
