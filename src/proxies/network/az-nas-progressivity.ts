import { measureEntropies } from '../../proxy-parts/feature-entropies.ts';
import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';

/**
 * Progressivity of AZ-NAS: the least difference between the entropy of a residual feature and that of
 * the one before it in its stack (see `az-nas-expressivity`). It is high where no block narrows what it
 * is given. Needs no loss.
 *
 * The authors leave it out of Vision Transformers, whose blocks have one width; it is here since the
 * definition carries over. Features of an encoder are not compared with those of its decoder.
 *
 * Source: Lee and Ham 2024, "AZ-NAS", equation 5, and its code for convolutions (cvlab-yonsei/AZ-NAS,
 * ImageNet_MBV2).
 */
export const azNasProgressivity: NetworkProxy = {
  name: 'az-nas-progressivity',
  description: 'least growth of that entropy',
  direction: 'higher-is-better',
  paper: 'Lee and Ham 2024, arXiv 2403.19232',
  needs: 'network',
  pass: 'network',
  measure: (pass) =>
    measureEntropies(pass, (entropies) =>
      entropies
        .flatMap((stack) => stack.slice(1).map((entropy, index) => entropy - (stack[index] ?? NaN)))
        .reduce((least, step) => Math.min(least, step)),
    ),
};
