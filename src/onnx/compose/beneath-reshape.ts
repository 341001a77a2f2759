import type { GraphValue } from '../graph.ts';
import type { Builder } from '../builder.ts';
import { nth } from '../nth.ts';
import { sameShape } from '../shape.ts';
import { reshape } from './shapes.ts';

/** The value that a value is another shape of; undefined where it is not made by a Reshape. */
export function beneathReshape(builder: Builder, value: GraphValue): GraphValue | undefined {
  const producer = builder.producerOf(value);
  return producer?.operator === 'Reshape' ? nth(producer.inputs, 0) : undefined;
}

/**
 * A map of single entries, applied before a change of shape instead of after it: changes of shape then
 * meet, and those back and forth around products of matrices cancel.
 */
export function mapBeneath(
  builder: Builder,
  value: GraphValue,
  map: (value: GraphValue) => GraphValue,
): GraphValue {
  const source = beneathReshape(builder, value);
  return source === undefined ? map(value) : reshape(builder, map(source), value.shape);
}

/**
 * The same of two values of one shape, or of one and a scalar.
 *
 * @param map gives a value of the shape of what it is given, or of the one that is no scalar
 */
export function mapBothBeneath(
  builder: Builder,
  left: GraphValue,
  right: GraphValue,
  map: (left: GraphValue, right: GraphValue) => GraphValue,
): GraphValue {
  const [beneathLeft, beneathRight] = [left, right].map((value) => beneathReshape(builder, value));
  if (right.shape.length === 0) return mapBeneath(builder, left, (value) => map(value, right));
  if (left.shape.length === 0) return mapBeneath(builder, right, (value) => map(left, value));
  const shape = (beneathLeft ?? beneathRight)?.shape;
  if (shape === undefined || !sameShape(left.shape, right.shape)) return map(left, right);
  const mapped = map(reshape(builder, left, shape), reshape(builder, right, shape));
  return reshape(builder, mapped, left.shape);
}
