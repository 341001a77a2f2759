import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { feedForwardMatrices } from '../../proxy-parts/layer-weights.ts';
import { measureNumbers, sum } from '../../proxy-parts/numbers.ts';
import { saliencies } from '../../proxy-parts/saliencies.ts';

/**
 * Synaptic saliency of the feed-forward layers: `sum |dL/dW * W|` over the entries of all their
 * matrices in all blocks, L being the loss of one batch.
 *
 * Source: Tanaka et al. 2020, arXiv 2006.05467, for the saliency; Zhou et al. 2022,
 * "Training-Free Transformer Architecture Search", for the feed-forward layers alone
 * (without magnitudes, which Serianni and Kalita 2023 take in their code).
 */
export const synapticSaliency: NetworkProxy = {
  name: 'synaptic-saliency',
  description: 'saliency of feed-forward layers',
  direction: 'higher-is-better',
  paper: 'Zhou et al. 2022, arXiv 2203.12217',
  needs: 'network',
  pass: 'network',
  measure: (pass) => measureNumbers(saliencies(pass, feedForwardMatrices(pass)), sum),
};
