import type { Builder, GraphValue } from '../graph.ts';
import { nth, sameShape } from '../shape.ts';
import { reshape } from './shapes.ts';

/** The value that a Reshape made a value of; undefined for any other. */
export function beneathReshape(builder: Builder, value: GraphValue): GraphValue | undefined {
  const producer = builder.producerOf(value);
  return producer?.operator === 'Reshape' ? nth(producer.inputs, 0) : undefined;
}

/**
 * A map of single entries, applied before a Reshape instead of after it, so that consecutive ones
 * cancel, such as those around products of matrices.
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
 * The same for two values of one shape, or one and a scalar.
 *
 * @param map its result has the shape of the argument that is no scalar
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
