import type { TensorData } from '../../onnx/graph.ts';
import { failure, success } from '../../result.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { mixingMatrices } from '../../proxy-parts/layer-weights.ts';
import { doubleGram, nuclearNorm, NuclearNorms } from '../../proxy-parts/nuclear-norms.ts';
import { areFinite, finiteScore, numbersOf } from '../../proxy-parts/numbers.ts';

/**
 * Synaptic diversity: `sum over matrices of ||dL/dW||_* ||W||_*`, the nuclear norms (sums of singular
 * values) of the weight and of the gradient of the loss L of one batch, over the matrices of the
 * linear layers of the token-mixing operations of all blocks, output projections among them.
 * Convolutions are no linear layers; every operation has some.
 *
 * Source: Zhou et al. 2022, "Training-Free Transformer Architecture Search"; over all
 * operations as in Serianni and Kalita 2023 and their code.
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
      outputs: matrices.flatMap(({ value, gradient }) => [
        doubleGram(builder, value),
        doubleGram(builder, gradient),
      ]),
      score: (tensors) => {
        let total = 0;
        for (const [index, { weight }] of matrices.entries()) {
          const [own, slopes] = [doubles(tensors, 2 * index), doubles(tensors, 2 * index + 1)];
          if (!areFinite(own) || !areFinite(slopes)) {
            return failure(`${weight.path}: the weight or its gradient is not finite`);
          }
          total += norms.ofWeight(weight.path, own) * nuclearNorm(slopes);
        }
        return finiteScore(total);
      },
    });
  },
};

const norms = new NuclearNorms();

function doubles(tensors: readonly TensorData[], index: number): Float64Array {
  const numbers = numbersOf(tensors, index);
  return numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
}
