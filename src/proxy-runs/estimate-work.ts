import type { Architecture } from '../architecture/architecture.ts';
import { networkCost } from './network-cost.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { DirectProxy, Proxy, ProxySettings } from '../proxy-parts/proxy.ts';

/** Milliseconds of a closed form per architecture, and of measuring drawn weights. */
const CLOSED_FORM = 0.01;
const DRAWN_WEIGHTS = 4;

/** Multiply-adds of a network in a millisecond, on one thread. */
const MULTIPLY_ADDS = 2e7;

/** An estimate of the milliseconds that the scores take, by which progress is measured. */
export function estimateWork(
  proxies: readonly Proxy[],
  architectures: readonly Architecture[],
  settings: ProxySettings,
): number {
  const direct = proxies.map((proxy) =>
    proxy.needs === 'network' ? 0 : directWork(proxy, architectures),
  );
  const network = proxies.filter((proxy) => proxy.needs === 'network');
  return direct.reduce((sum, work) => sum + work, networkWork(network, architectures, settings));
}

/** The same for a proxy that runs no network. */
export function directWork({ needs }: DirectProxy, architectures: readonly Architecture[]): number {
  return architectures.length * (needs === 'weights' ? DRAWN_WEIGHTS : CLOSED_FORM);
}

/** The same for all network proxies, which share each run. */
export function networkWork(
  proxies: readonly NetworkProxy[],
  architectures: readonly Architecture[],
  { network: { batch }, sequenceLength, scoring, engine: { jobs = 1 } }: ProxySettings,
): number {
  if (proxies.length === 0) return 0;
  const costs = architectures.map((architecture) =>
    networkCost(architecture, { batch, sequenceLength }),
  );
  const cost = costs.reduce((sum, own) => sum + own, 0);
  return (scoring.seeds * cost) / (MULTIPLY_ADDS * Math.max(1, Math.min(jobs, costs.length)));
}
