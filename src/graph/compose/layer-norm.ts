import type { GraphValue } from '../graph.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import { add, div, mul, sub } from './arithmetic.ts';
import { sqrt, square } from './functions.ts';
import { reduceMean } from './reductions.ts';

/**
 * Layer normalization of the last axis (Ba et al., arXiv 1607.06450): the distance from the mean
 * by `sqrt(variance + epsilon)`, times a scale, plus a shift.
 *
 * @param value [..., width]
 * @param scale [width]
 * @param shift [width]
 */
export function layerNorm(
  builder: GraphBuilder,
  value: GraphValue,
  scale: GraphValue,
  shift: GraphValue,
  epsilon: number,
): GraphValue {
  const centred = sub(builder, value, reduceMean(builder, value, [-1], true));
  const variance = reduceMean(builder, square(builder, centred), [-1], true);
  const normal = div(builder, centred, sqrt(builder, add(builder, variance, epsilon)));
  return add(builder, mul(builder, normal, scale), shift);
}
