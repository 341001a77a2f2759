import { asMatrix } from './matmul.ts';
import { reshape } from './shapes.ts';
import { float, int } from '../attributes.ts';
import type { Builder, GraphValue } from '../graph.ts';
import { add, mul, sub } from './arithmetic.ts';
import { reciprocal, sqrt, square } from './functions.ts';
import { reduceMean } from './reductions.ts';

/**
 * Layer normalization of the last axis (Ba et al., arXiv 1607.06450): the distance from the mean
 * by `sqrt(variance + epsilon)`, times a scale, plus a shift. In float32 one operator, whose
 * forward pass is faster than the steps; in float64 the steps, because ONNX keeps the operator's
 * mean in float32.
 *
 * @param value [..., width]
 * @param scale [width]
 * @param shift [width]
 */
export function layerNorm(
  builder: Builder,
  value: GraphValue,
  scale: GraphValue,
  shift: GraphValue,
  epsilon: number,
): GraphValue {
  if (value.type === 'float32') {
    const attributes = { axis: int(-1), epsilon: float(epsilon) };
    const flat = asMatrix(builder, value);
    const [normed] = builder.applyAll('LayerNormalization', [flat, scale, shift], attributes);
    return reshape(builder, normed ?? flat, value.shape);
  }
  const centred = sub(builder, value, reduceMean(builder, value, [-1], true));
  const variance = reduceMean(builder, square(builder, centred), [-1], true);
  const root = reciprocal(builder, sqrt(builder, add(builder, variance, epsilon)));
  return add(builder, mul(builder, mul(builder, centred, root), scale), shift);
}
