import { inventory } from '../../architecture/inventory.ts';
import { countParameters } from '../../architecture/parameter-counts.ts';
import { exp } from '../../elementary-functions.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { activationPatterns } from '../../proxy-parts/activation-patterns.ts';
import { finiteScore } from '../../proxy-parts/numbers.ts';
import { swapMu, swapSigma } from '../../proxy-parts/swap-size.ts';
import { failure, success } from '../../result.ts';

/**
 * SWAP-Score, regularized: the number of patterns of `swap` times `exp(-(N - mu)^2 / sigma)`, N being
 * the parameters of the whole model in millions. Networks of about mu million parameters are preferred;
 * the larger sigma, the less. Sigma is mu unless it is given, as in the search of the authors.
 *
 * A failure without `--swap-mu`: no size is best for all candidates. Far from mu the factor is 0, which
 * would tie them: a failure too.
 *
 * Source: Peng et al. 2024, "SWAP-NAS", definitions 3.4 and 3.5; the code of the authors counts
 * thousands of parameters, and sigma in squares of them.
 */
export const swapRegularized: NetworkProxy = {
  name: 'swap-regularized',
  description: 'swap, near a size in parameters',
  direction: 'higher-is-better',
  paper: 'Peng et al. 2024, arXiv 2403.04161',
  needs: 'network',
  pass: 'network',
  settings: [swapMu, swapSigma],
  findMissing: (own) =>
    swapMu.read(own) === null ? 'prefers a size: add --swap-mu, in millions of parameters' : null,
  measure: (pass) => {
    const mu = swapMu.read(pass.own);
    if (mu === null) return failure('it prefers a size: add --swap-mu, in millions of parameters');
    const sigma = swapSigma.read(pass.own) ?? mu;
    const millions = countParameters(inventory(pass.architecture, 'normal')).total / 1e6;
    const factor = exp(-((millions - mu) ** 2) / sigma);
    if (!(factor > 0)) {
      return failure(
        `exp(-(${millions} - ${mu})^2 / ${sigma}) is too small for a number: raise --swap-sigma`,
      );
    }
    const { outputs, score } = activationPatterns(pass);
    return success({
      outputs,
      score: (tensors) => {
        const patterns = score(tensors);
        return patterns.ok ? finiteScore(factor * patterns.value) : patterns;
      },
    });
  },
};
