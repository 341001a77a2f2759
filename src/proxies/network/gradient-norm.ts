import { reduceSumSquare } from '../../onnx/compose/reductions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { layerWeights } from '../../proxy-parts/layer-weights.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * The norm of the gradient: `sum over layers of ||dL/dW||_2`, the Euclidean norms of the gradients
 * of the loss L of one batch, summed over the weights of all linear layers and convolutions. Biases,
 * norms and tables of vectors do not count.
 *
 * Source: Abdelfattah et al. 2021, "Zero-Cost Proxies for Lightweight NAS", and the measure
 * `grad_norm` of their code.
 */
export const gradientNorm: NetworkProxy = {
  name: 'gradient-norm',
  description: 'norms of the gradients',
  direction: 'higher-is-better',
  paper: 'Abdelfattah et al. 2021, arXiv 2101.08134',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { builder } = pass.forward;
    const squares = layerWeights(pass).map(({ gradient }) => reduceSumSquare(builder, gradient));
    return measureNumbers(squares, (sums) => sum(sums, Math.sqrt));
  },
};
