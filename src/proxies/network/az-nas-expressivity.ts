import { measureEntropies } from '../../proxy-parts/feature-entropies.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { sum } from '../../proxy-parts/numbers.ts';

/**
 * Expressivity of AZ-NAS: the sum over the residual features of all blocks of the entropy of their
 * principal components, `-sum_i p_i ln(p_i + 1e-8)`, p the eigenvalues of the covariance of the h
 * features over the tokens of the batch, as shares. The more evenly a block spreads what it gives over
 * its width, the greater. Needs no loss.
 *
 * Features are the residual stream after the operation of each block and after its feed-forward layers.
 * One that is the same for all tokens has no components: a failure.
 *
 * Source: Lee and Ham 2024, "AZ-NAS: Assembling Zero-Cost Proxies for Network Architecture Search",
 * section 3.1, and its code for AutoFormer (cvlab-yonsei/AZ-NAS, ImageNet_AutoFormer).
 */
export const azNasExpressivity: NetworkProxy = {
  name: 'az-nas-expressivity',
  description: 'entropy of what blocks give',
  direction: 'higher-is-better',
  paper: 'Lee and Ham 2024, arXiv 2403.19232',
  needs: 'network',
  pass: 'network',
  measure: (pass) => measureEntropies(pass, (entropies) => sum(entropies.flat())),
};
