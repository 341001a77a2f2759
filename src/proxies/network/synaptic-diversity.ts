import { singularValues } from '../../capacity/singular-values.ts';
import { identity } from '../../graph/compose/functions.ts';
import type { TensorData } from '../../graph/graph.ts';
import { failure, success, type Result } from '../../result.ts';
import type { NetworkProxy } from '../network-proxy.ts';
import { mixingMatrices } from './layer-weights.ts';
import { finiteScore, numbersOf, sum } from './numbers.ts';

/**
 * Synaptic diversity: `sum over matrices of ||dL/dW||_* ||W||_*`, the nuclear norms (sums of singular
 * values) of the weight and of the gradient of the loss L of one batch, over the matrices of the
 * linear layers of the token-mixing operations of all blocks, output projections among them.
 * Convolutions are no linear layers; every operation has some.
 *
 * Source: Zhou et al. 2022, "Training-Free Transformer Architecture Search", equations 4 and 5; over
 * all operations as in Serianni and Kalita 2023 and their code.
 */
export const synapticDiversity: NetworkProxy = {
  name: 'synaptic-diversity',
  description: 'nuclear norms of attention',
  direction: 'higher-is-better',
  paper: 'Zhou et al. 2022, arXiv 2203.12217',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder } = pass.forward;
    const matrices = mixingMatrices(pass);
    return success({
      outputs: matrices.flatMap(({ value, gradient }) => [identity(builder, value), gradient]),
      score: (tensors) => {
        let total = 0;
        for (const [index, { weight }] of matrices.entries()) {
          const ofWeight = nuclearNorm(tensors, 2 * index);
          const ofGradient = nuclearNorm(tensors, 2 * index + 1);
          if (!ofWeight.ok || !ofGradient.ok) {
            return failure(`${weight.path}: the weight or its gradient is not finite`);
          }
          total += ofWeight.value * ofGradient.value;
        }
        return finiteScore(total);
      },
    });
  },
};

function nuclearNorm(tensors: readonly TensorData[], index: number): Result<number> {
  const entries = Float32Array.from(numbersOf(tensors, index));
  const [rows = 0, columns = 0] = tensors[index]?.shape ?? [];
  if (!entries.every(Number.isFinite)) return failure('not finite');
  return success(sum(singularValues(entries, rows, columns)));
}
