import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { derivativeAlong } from '../../proxy-parts/derivative-along.ts';
import { layerWeights } from '../../proxy-parts/layer-weights.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';

/**
 * Synaptic flow: `sum dR/d|W| * |W|` over the entries of the weights of linear layers and
 * convolutions, R being the sum of the outputs of the linear pass: every weight by its magnitude,
 * an input of ones (one sequence), no norm and no activation function, and every softmax a uniform
 * average. Needs no data and no loss.
 *
 * R grows by orders of magnitude with every layer: four blocks of FlexiBERT's released build reach
 * 1e30 over 128 tokens, and six would leave single precision, which ends at 3e38. The linear pass is in
 * double precision, up to 1e308; beyond it there is no score. Norms could tame R, but they would make
 * every gradient a small difference of large numbers; a softmax of scores of 1e20 would be decided by
 * rounding.
 *
 * Source: Tanaka et al. 2020, "Pruning neural networks without any data by iteratively conserving
 * synaptic flow", section 6; without norms as in Abdelfattah et al. 2021.
 */
export const synflow: NetworkProxy = {
  name: 'synflow',
  description: 'synaptic flow',
  direction: 'higher-is-better',
  paper: 'Tanaka et al. 2020, arXiv 2006.05467',
  needs: 'network',
  pass: 'linear',
  measure: (pass) => {
    const { builder } = pass.forward;
    const magnitudes = layerWeights(pass).map(({ value }) => value);
    const flows = derivativeAlong(builder, magnitudes, pass.gradientOf);
    return measureNumbers(flows, sum);
  },
};
