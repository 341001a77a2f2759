import { inventory } from '../../architecture/inventory.ts';
import { countParameters } from '../../architecture/parameter-counts.ts';
import { success } from '../../result.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { principalComponents } from '../../proxy-parts/principal-components.ts';

/**
 * Weight-weighted principal components, W-PCA: the number of all parameters times the sum of the
 * principal components of the feed-forward layers (see `pca`). Needs no loss.
 *
 * Source: Wang 2025, "W-PCA Based Gradient-Free Proxy for Efficient Search of Lightweight Language
 * Models".
 */
export const weightedPca: NetworkProxy = {
  name: 'weighted-pca',
  description: 'parameters times components',
  direction: 'higher-is-better',
  paper: 'Wang 2025, arXiv 2504.15983',
  needs: 'network',
  pass: 'network',
  measure: (pass) => {
    const { outputs, count } = principalComponents(pass);
    const parameters = countParameters(inventory(pass.architecture, 'normal')).total;
    return success({
      outputs,
      score: (tensors) => {
        const components = count(tensors);
        return components.ok ? success(parameters * components.value) : components;
      },
    });
  },
};
