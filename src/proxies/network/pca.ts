import { success } from '../../result.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { principalComponents } from '../../proxy-parts/principal-components.ts';

/**
 * Principal components: the sum over the feed-forward layers of all blocks of the number of
 * principal components that explain more than 0.99 of the variance, over the tokens of the batch, of
 * what the layer gives before its activation function, `H = X W + b`, [B T, f]. Of stacked layers
 * each counts. Needs no loss.
 *
 * At most `min(B T - 1, f)` for a layer, so that a short batch hides differences of width. Where a
 * layer gives the same for all tokens, as it does of a single one, there is no variance: a failure.
 *
 * Source: Wang 2025, "W-PCA Based Gradient-Free Proxy for Efficient Search of Lightweight Language
 * Models"; where to look, the share of 0.99 and "more than" are those of its code
 * (ra225/W-PCA, models/pca_torch.py), whose later form divides by the smaller side of the matrix.
 */
export const pca: NetworkProxy = {
  name: 'pca',
  description: 'components of feed-forward',
  direction: 'higher-is-better',
  paper: 'Wang 2025, arXiv 2504.15983',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { outputs, count } = principalComponents(pass);
    return success({ outputs, score: count });
  },
};
