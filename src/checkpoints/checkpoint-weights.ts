import { drawnShape, type Weight } from '../architecture/weight.ts';
import type { Checkpoint } from '../safetensors/checkpoint.ts';
import type { Distribution } from '../initialization/distribution.ts';
import {
  distributionOf,
  type InitializationContext,
  type InitializationScheme,
} from '../initialization/initialization-scheme.ts';

/**
 * The standard deviation that a checkpoint is assumed to have been initialized with, since it does
 * not tell: that of BERT, GPT-2 and nearly all later models.
 */
const CHECKPOINT_INITIALIZER_RANGE = 0.02;

/**
 * The weights of a checkpoint as an inventory lists them, with the distribution that a scheme would
 * have drawn them from. A vector counts as parameters alone, and so does a matrix of no sub-module.
 */
export function checkpointWeights(checkpoint: Checkpoint, scheme: InitializationScheme): Weight[] {
  const context: InitializationContext = {
    scheme,
    initializerRange: CHECKPOINT_INITIALIZER_RANGE,
    residualAdditions: 2 * checkpoint.blockCount,
  };
  return checkpoint.weights.map((weight): Weight => {
    const { path, shape, subModule, block } = weight;
    const located = { path, shape, block };
    if (shape.length < 2) {
      return { ...located, subModule, counts: 'parameters', distribution: constantOf(path) };
    }
    const own = drawnShape(shape, weight.packing);
    const distribution = distributionOf(
      {
        shape: weight.inputFirst ? own.toReversed() : own,
        writesResidual: weight.writesResidual,
      },
      context,
    );
    return subModule === 'other' || weight.plain
      ? { ...located, subModule, counts: 'parameters', distribution }
      : { ...located, subModule, counts: 'capacity', distribution, packing: weight.packing };
  });
}

/** The initial entries of a vector: ones in the scale of a norm, zeros in all others. */
function constantOf(path: string): Distribution {
  return { kind: 'constant', value: /\.(?:weight|gamma)$/.test(path) ? 1 : 0 };
}
