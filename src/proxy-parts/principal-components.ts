import { countComponents } from '../capacity/count-components.ts';
import { sub } from '../onnx/compose/arithmetic.ts';
import { asMatrix, gemm } from '../onnx/compose/matmul.ts';
import { reduceMean, reduceSumSquare } from '../onnx/compose/reductions.ts';
import { reshape } from '../onnx/compose/shapes.ts';
import type { GraphValue, TensorData } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { numbersOf } from './numbers.ts';
import { oncePerPass } from './once-per-pass.ts';
import { oncePerRun } from './once-per-run.ts';

/** The share of the variance that the components have to explain, eta in the paper. */
const SHARE = 0.99;

/** Below this share of the mean square, a variance is rounding error of single precision. */
const CONSTANT = 1e-10;

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
 *
 * The eigenvalues of the covariance, units x units, are those of the products of the centred rows,
 * tokens x tokens, and zeros: the graph makes the smaller of the two.
 */
export const principalComponents = oncePerPass((forward): PrincipalComponents => {
  const { builder, blocks, architecture } = forward;
  const layers = blocks.flatMap(({ preActivations }) => preActivations);
  const ofExperts = blocks.flatMap(({ preActivations }, index) =>
    preActivations.map(() => (architecture.blocks[index]?.experts ?? null) !== null),
  );
  const outputs = layers.flatMap((layer) => {
    const rows = asMatrix(builder, layer);
    const centred = sub(builder, rows, reduceMean(builder, rows, [0], true));
    const [tokens = 0, units = 0] = rows.shape;
    return [
      tokens <= units
        ? gemm(builder, centred, centred, { transposeB: true })
        : gemm(builder, centred, centred, { transposeA: true }),
      reshape(builder, reduceSumSquare(builder, rows), [1]),
    ];
  });
  return { outputs, count: oncePerRun((tensors) => countAll(tensors, ofExperts)) };
});

function countAll(tensors: readonly TensorData[], ofExperts: readonly boolean[]): Result<number> {
  let all = 0;
  for (let index = 0; index < tensors.length; index += 2) {
    const gram = Float64Array.from(numbersOf(tensors, index));
    const square = numbersOf(tensors, index + 1)[0] ?? NaN;
    const size = Math.sqrt(gram.length);
    let variance = 0;
    for (let i = 0; i < size; i++) variance += gram[i * size + i] ?? NaN;
    const layer = index / 2;
    if (square === 0 && ofExperts[layer] === true) continue;
    // Finite sums of squares bound every product of rows.
    if (!Number.isFinite(variance) || !Number.isFinite(square)) {
      return failure(`feed-forward layer ${layer} gives values that are not finite`);
    }
    if (variance <= CONSTANT * square) {
      return failure(`feed-forward layer ${layer} gives the same for every token of the batch`);
    }
    all += countComponents(gram, size, SHARE);
  }
  return success(all);
}
