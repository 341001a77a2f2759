import type { Builder, GraphValue } from '../graph.ts';
import { nth } from '../shape.ts';
import { add, mul } from './arithmetic.ts';
import { reciprocal, sqrt } from './functions.ts';
import { reduceSumSquare } from './reductions.ts';

/**
 * Normalization of the last axis by its root mean square (Zhang and Sennrich, arXiv 1910.07467,
 * equation 4): `x / sqrt(mean of x^2 + epsilon)`, times a scale.
 *
 * @param value [..., width]
 * @param scale broadcast to the shape of the value; null for none
 */
export function rmsNorm(
  builder: Builder,
  value: GraphValue,
  scale: GraphValue | null,
  epsilon: number,
): GraphValue {
  const width = nth(value.shape, value.shape.length - 1);
  const sum = reduceSumSquare(builder, value, [-1], true);
  const mean = mul(builder, sum, 1 / width);
  const root = reciprocal(builder, sqrt(builder, add(builder, mean, epsilon)));
  const normed = mul(builder, value, root);
  return scale === null ? normed : mul(builder, normed, scale);
}
