import { countComponents } from '../capacity/count-components.ts';
import type { GraphValue, TensorData } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { centredGram, isConstant, varianceOf } from './centred-gram.ts';
import { numbersOf } from './numbers.ts';
import { oncePerPass } from './once-per-pass.ts';
import { oncePerRun } from './once-per-run.ts';

/** The share of the variance that the components have to explain, eta in the paper. */
const SHARE = 0.99;

/** The components of all feed-forward layers. */
export interface PrincipalComponents {
  readonly outputs: readonly GraphValue[];
  /** Their numbers, added up; a failure where a layer gives the same for all tokens, or no number. */
  readonly count: (tensors: readonly TensorData[]) => Result<number>;
}

/**
 * How many principal components explain more than 0.99 of the variance of the tokens of the batch, in
 * what each feed-forward layer but the last of each block gives before its activation function; added
 * up over the layers. An expert that no token of the batch is routed to has none.
 */
export const principalComponents = oncePerPass((forward): PrincipalComponents => {
  const { builder, blocks, architecture } = forward;
  const layers = blocks.flatMap(({ preActivations }) => preActivations);
  const ofExperts = blocks.flatMap(({ preActivations }, index) =>
    preActivations.map(() => (architecture.blocks[index]?.experts ?? null) !== null),
  );
  const outputs = layers.flatMap((layer) => centredGram(builder, layer));
  return { outputs, count: oncePerRun((tensors) => countAll(tensors, ofExperts)) };
});

function countAll(tensors: readonly TensorData[], ofExperts: readonly boolean[]): Result<number> {
  let all = 0;
  for (let index = 0; index < tensors.length; index += 2) {
    const gram = Float64Array.from(numbersOf(tensors, index));
    const square = numbersOf(tensors, index + 1)[0] ?? NaN;
    const variance = varianceOf(gram);
    const layer = index / 2;
    if (square === 0 && ofExperts[layer] === true) continue;
    // Finite sums of squares bound every product of rows.
    if (!Number.isFinite(variance) || !Number.isFinite(square)) {
      return failure(`feed-forward layer ${layer} gives values that are not finite`);
    }
    if (isConstant(variance, square)) {
      return failure(`feed-forward layer ${layer} gives the same for every token of the batch`);
    }
    all += countComponents(gram, Math.sqrt(gram.length), SHARE);
  }
  return success(all);
}
