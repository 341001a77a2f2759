import { mul } from '../../graph/compose/arithmetic.ts';
import { reduceL1 } from '../../graph/compose/reductions.ts';
import type { GraphValue } from '../../graph/graph.ts';
import type { MeasuredPass } from '../network-proxy.ts';
import { layerWeights, type LayerWeight } from './layer-weights.ts';
import { oncePerPass } from './once-per-pass.ts';

/** `sum |dL/dW * W|` of each weight of a layer, a scalar. */
export const saliencies: (pass: MeasuredPass) => ReadonlyMap<LayerWeight, GraphValue> = oncePerPass(
  (pass) => {
    const { builder } = pass.forward;
    return new Map(
      layerWeights(pass).map((layer) => [
        layer,
        reduceL1(builder, mul(builder, layer.gradient, layer.value)),
      ]),
    );
  },
);

/** The saliencies of some of the layers. */
export function saliencyOf(pass: MeasuredPass, layers: readonly LayerWeight[]): GraphValue[] {
  const known = saliencies(pass);
  return layers.flatMap((layer) => known.get(layer) ?? []);
}
