import { tridiagonalEigenvalues } from '../capacity/tridiagonal-eigenvalues.ts';
import { tridiagonalize } from '../capacity/tridiagonalize.ts';
import { log } from '../elementary-functions.ts';
import type { GraphValue, TensorData } from '../onnx/graph.ts';
import { failure, success, type Result } from '../result.ts';
import { centredGram, isConstant, varianceOf } from './centred-gram.ts';
import type { MeasuredPass, NetworkMeasure } from './network-proxy.ts';
import { finiteScore, numbersOf, sum } from './numbers.ts';
import { oncePerPass } from './once-per-pass.ts';
import { oncePerRun } from './once-per-run.ts';
import { residualFeatures } from './residual-features.ts';

/** Keeps the logarithm of a share of zero finite, as in the code of the authors. */
const LEAST_SHARE = 1e-8;

/** The entropies of the features of one stack after another. */
type Entropies = readonly (readonly number[])[];

interface FeatureEntropies {
  readonly outputs: readonly GraphValue[];
  /** A failure where a feature is the same for all tokens. */
  readonly entropies: (tensors: readonly TensorData[]) => Result<Entropies>;
}

/**
 * A measure that is a function of the entropies of the principal components of all residual features,
 * over the tokens of the batch: `-sum_i p_i ln(p_i + 1e-8)`, p the eigenvalues of the covariance [h, h],
 * divided by their sum.
 */
export function measureEntropies(
  pass: MeasuredPass,
  score: (entropies: Entropies) => number,
): Result<NetworkMeasure> {
  const { outputs, entropies } = featureEntropies(pass);
  return success({
    outputs,
    score: (tensors) => {
      const found = entropies(tensors);
      return found.ok ? finiteScore(score(found.value)) : found;
    },
  });
}

const featureEntropies = oncePerPass((forward): FeatureEntropies => {
  const stacks = residualFeatures(forward);
  return {
    outputs: stacks.flat().flatMap(({ value }) => centredGram(forward.builder, value)),
    entropies: oncePerRun((tensors) => {
      let at = 0;
      const found: number[][] = [];
      for (const stack of stacks) {
        const own: number[] = [];
        for (const { name } of stack) {
          const gram = Float64Array.from(numbersOf(tensors, at));
          const square = numbersOf(tensors, at + 1)[0] ?? NaN;
          at += 2;
          if (isConstant(varianceOf(gram), square)) {
            return failure(`${name} is the same for every token of the batch`);
          }
          own.push(entropyOf(gram));
        }
        found.push(own);
      }
      return success(found);
    }),
  };
});

function entropyOf(gram: Float64Array): number {
  const eigenvalues = tridiagonalEigenvalues(tridiagonalize(gram, Math.sqrt(gram.length)));
  const total = sum(eigenvalues);
  return sum(eigenvalues, (eigenvalue) => {
    // Rounding makes zeros negative.
    const share = Math.max(0, eigenvalue / total);
    return -share * log(share + LEAST_SHARE);
  });
}
