import { add, mul } from '../../onnx/compose/arithmetic.ts';
import { log } from '../../onnx/compose/functions.ts';
import { reduceSum } from '../../onnx/compose/reductions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { layerWeights } from '../../proxy-parts/layer-weights.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * Synaptic flow with the logarithm of the gradient: `sum |W| ln(1 + dR/d|W|)` over the entries of
 * the weights of linear layers and convolutions, R being the sum of the outputs of the linear pass
 * in double precision (see `synflow`). No gradient is negative.
 *
 * Source: Cavagnero et al. 2023, "FreeREA", and its code: the gradient under
 * `log(x + 1)`, times the weight.
 */
export const logSynflow: NetworkProxy = {
  name: 'log-synflow',
  description: 'synaptic flow, logarithmic',
  direction: 'higher-is-better',
  paper: 'Cavagnero et al. 2023, arXiv 2207.05135',
  needs: 'network',
  pass: 'linear',
  measure: (pass) => {
    const { builder } = pass.forward;
    const flows = layerWeights(pass).map(({ value, gradient }) =>
      reduceSum(builder, mul(builder, value, log(builder, add(builder, gradient, 1)))),
    );
    return measureNumbers(flows, sum);
  },
};
