import { attentionParams } from './attention-params.ts';
import { depthWidth } from './depth-width.ts';
import { depth } from './depth.ts';
import { flops } from './flops.ts';
import { logDeterminantSampled } from './log-determinant.ts';
import { NETWORK_PROXIES } from './network/network-proxies.ts';
import { nsc } from './nsc.ts';
import { paramsNoEmbedding } from './params-no-embedding.ts';
import { params } from './params.ts';
import type { Proxy } from './proxy.ts';
import { zerolm } from './zerolm.ts';

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

/** Every proxy by its name, in the order in which they are listed. */
export const PROXIES: ReadonlyMap<string, Proxy> = registerProxies([
  zerolm,
  params,
  paramsNoEmbedding,
  attentionParams,
  flops,
  depth,
  depthWidth,
  nsc,
  logDeterminantSampled,
  ...NETWORK_PROXIES,
]);
