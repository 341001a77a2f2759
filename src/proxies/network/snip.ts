import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { layerWeights } from '../../proxy-parts/layer-weights.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';
import { saliencies } from '../../proxy-parts/saliencies.ts';

/**
 * Connection sensitivity: `sum |dL/dW * W|` over all entries of the weights of linear layers and
 * convolutions, L being the loss of one batch. It is how much the loss changes, to first order, with
 * each weight taken out; the paper divides by the sum to prune one network, the sum compares
 * networks.
 *
 * Source: Lee, Ajanthan and Torr 2019, "SNIP"; summed as in `snip` of the code of Abdelfattah et
 * al. 2021.
 */
export const snip: NetworkProxy = {
  name: 'snip',
  description: 'sensitivity of the loss',
  direction: 'higher-is-better',
  paper: 'Lee et al. 2019, arXiv 1810.02340',
  needs: 'network',
  pass: 'network',
  measure: (pass) => measureNumbers(saliencies(pass, layerWeights(pass)), sum),
};
