import { mul } from '../onnx/compose/arithmetic.ts';
import { reduceL1 } from '../onnx/compose/reductions.ts';
import type { GraphValue } from '../onnx/graph.ts';
import type { MeasuredPass } from './network-proxy.ts';
import type { LayerWeight } from './layer-weights.ts';
import { oncePerPass } from './once-per-pass.ts';

/** By gradient, the saliencies that a graph has already. */
const knownOf = oncePerPass(() => new Map<GraphValue, GraphValue>());

/** `sum |dL/dW * W|` of each of the weights, a scalar. */
export function saliencies(pass: MeasuredPass, layers: readonly LayerWeight[]): GraphValue[] {
  const { builder } = pass.forward;
  const known = knownOf(pass);
  return layers.map(({ value, gradient }) => {
    const saliency = known.get(gradient) ?? reduceL1(builder, mul(builder, gradient, value));
    known.set(gradient, saliency);
    return saliency;
  });
}
