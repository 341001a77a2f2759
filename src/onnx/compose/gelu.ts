import type { Builder, GraphValue } from '../graph.ts';
import { add, div, mul } from './arithmetic.ts';
import { erf } from './functions.ts';

/**
 * `x / 2 (1 + erf(x / sqrt 2))` (Hendrycks & Gimpel, arXiv 1606.08415, section 2), in the form
 * that onnxruntime knows as one operator when it is allowed to optimize.
 */
export function gelu(builder: Builder, value: GraphValue): GraphValue {
  const half = mul(builder, value, 0.5);
  return mul(builder, half, add(builder, erf(builder, div(builder, value, Math.SQRT2)), 1));
}
