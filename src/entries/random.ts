/** `zerolm/random`: the numbers that a seed draws. */
export {
  varianceOf,
  type Distribution,
  type RandomDistribution,
} from '../initialization/distribution.ts';
export { drawWeights } from '../initialization/draw-weights.ts';
export {
  distributionOf,
  type InitializationContext,
  type InitializedWeight,
} from '../initialization/initialization-scheme.ts';
export { philox4x32 } from '../initialization/philox.ts';
export { fillNormal, fillTruncatedNormal } from '../initialization/standard-normal.ts';
export { fillUniform } from '../initialization/standard-uniform.ts';
export { MAX_SEED, weightStream, type WeightStream } from '../initialization/weight-stream.ts';
