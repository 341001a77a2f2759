import type { Architecture } from '../architecture/architecture.ts';
import { directWork, estimateWork, networkWork } from './estimate-work.ts';
import type { Proxy, ProxySettings } from '../proxy-parts/proxy.ts';
import type { ProxyScores } from './proxy-scores.ts';
import { scoreNetwork, type OnNetworkProgress } from './score-network.ts';

/** The part of the work that goes on: that of a proxy, or of all that run the network. */
export interface ProxyProgress {
  /** Null for those that run the network together. */
  readonly proxy: string | null;
  /** Architectures that are scored, or networks that were run. */
  readonly done: number;
  readonly total: number;
  /** Part of this work that is done, from 0 to 1. */
  readonly share: number;
}

/** Receives the work done and all of it, and the part of it that goes on. */
type OnProxyProgress = (done: number, total: number, part: ProxyProgress) => void;

/**
 * Scores architectures by proxies of any kind, those that run the network together.
 *
 * @param onProgress called now and then with the work done and all of it, and with the part of it
 *   that goes on
 * @returns the scores of each proxy, in the order given
 */
export async function scoreProxies(
  proxies: readonly Proxy[],
  architectures: readonly Architecture[],
  settings: ProxySettings,
  onProgress: OnProxyProgress = () => undefined,
): Promise<ProxyScores[]> {
  const network = proxies.filter((proxy) => proxy.needs === 'network');
  const direct = proxies.filter((proxy) => proxy.needs !== 'network');
  const total = estimateWork(proxies, architectures, settings);
  let before = 0;
  const partOf =
    (proxy: string | null, work: number): OnNetworkProgress =>
    (done, all, count, of) => {
      const share = all > 0 ? done / all : 1;
      onProgress(before + work * share, total, { proxy, done: count, total: of, share });
    };
  const scored = new Map<Proxy, ProxyScores>();
  for (const proxy of direct) {
    const started = performance.now();
    const work = directWork(proxy, architectures);
    const onPart = partOf(proxy.name, work);
    const n = architectures.length;
    onPart(0, 1, 0, n);
    const results = await proxy.score(architectures, settings, (done, all) => {
      onPart(done, all, Math.floor((n * done) / all), n);
    });
    onPart(1, 1, n, n);
    scored.set(proxy, { proxy, results, milliseconds: performance.now() - started });
    before += work;
  }
  if (network.length > 0) {
    const work = networkWork(network, architectures, settings);
    const together = await scoreNetwork(network, architectures, settings, partOf(null, work));
    for (const scores of together) scored.set(scores.proxy, scores);
  }
  return proxies.flatMap((proxy) => scored.get(proxy) ?? []);
}
