import { attentionParams } from './attention-params.ts';
import { bottleneck } from './bottleneck.ts';
import { depthWidthLaw } from './depth-width-law.ts';
import { depthWidth } from './depth-width.ts';
import { depth } from './depth.ts';
import { flops } from './flops.ts';
import { logDeterminantSampled } from './log-determinant.ts';
import { activationDistance } from './network/activation-distance.ts';
import { azNasExpressivity } from './network/az-nas-expressivity.ts';
import { azNasProgressivity } from './network/az-nas-progressivity.ts';
import { azNasTrainability } from './network/az-nas-trainability.ts';
import { fisher } from './network/fisher.ts';
import { gradientNorm } from './network/gradient-norm.ts';
import { grasp } from './network/grasp.ts';
import { headConfidence } from './network/head-confidence.ts';
import { headImportance } from './network/head-importance.ts';
import { headSoftmaxConfidence } from './network/head-softmax-confidence.ts';
import { jacobianCosine } from './network/jacobian-cosine.ts';
import { jacobianCovariance } from './network/jacobian-covariance.ts';
import { logSynflow } from './network/log-synflow.ts';
import { lpzero } from './network/lpzero.ts';
import { mecoOpt } from './network/meco-opt.ts';
import { meco } from './network/meco.ts';
import { naswot } from './network/naswot.ts';
import { pca } from './network/pca.ts';
import { snip } from './network/snip.ts';
import { swapRegularized } from './network/swap-regularized.ts';
import { swap } from './network/swap.ts';
import { synapticDiversity } from './network/synaptic-diversity.ts';
import { synapticSaliency } from './network/synaptic-saliency.ts';
import { synflow } from './network/synflow.ts';
import { weightedPca } from './network/weighted-pca.ts';
import { zico } from './network/zico.ts';
import { nsc } from './nsc.ts';
import { paramsNoEmbedding } from './params-no-embedding.ts';
import { params } from './params.ts';
import { scalingLaw } from './scaling-law.ts';
import { zerolm } from './zerolm.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';
import type { ProxySetting } from '../proxy-parts/proxy-setting.ts';

/** Every proxy that runs the network, in the order of the list. */
export const NETWORK_PROXIES: readonly NetworkProxy[] = [
  gradientNorm,
  snip,
  grasp,
  fisher,
  zico,
  synflow,
  logSynflow,
  jacobianCovariance,
  jacobianCosine,
  naswot,
  swap,
  swapRegularized,
  meco,
  mecoOpt,
  azNasExpressivity,
  azNasProgressivity,
  azNasTrainability,
  synapticDiversity,
  synapticSaliency,
  activationDistance,
  headImportance,
  headConfidence,
  headSoftmaxConfidence,
  pca,
  weightedPca,
  lpzero,
];

/** Every proxy by its name, in the order of the list. */
export const PROXIES: ReadonlyMap<string, Proxy> = registerProxies([
  zerolm,
  params,
  paramsNoEmbedding,
  attentionParams,
  flops,
  depth,
  depthWidth,
  bottleneck,
  depthWidthLaw,
  scalingLaw,
  nsc,
  logDeterminantSampled,
  ...NETWORK_PROXIES,
]);

/** The name of the proxy that others are compared with by default. */
export const DEFAULT_BASELINE = params.name;

/** The settings that proxies declare, each once. */
export const PROXY_SETTINGS: readonly ProxySetting[] = [
  ...new Set([...PROXIES.values()].flatMap(({ settings = [] }) => settings)),
];

/**
 * Proxies by their names, in their order.
 *
 * @throws Error where two have one name
 */
export function registerProxies(proxies: readonly Proxy[]): ReadonlyMap<string, Proxy> {
  const byName = new Map<string, Proxy>();
  for (const proxy of proxies) {
    if (byName.has(proxy.name)) throw new Error(`there are two proxies named ${proxy.name}`);
    byName.set(proxy.name, proxy);
  }
  return byName;
}
