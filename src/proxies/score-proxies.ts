import type { Architecture } from '../architecture/architecture.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import type { Proxy, ProxySettings } from './proxy.ts';
import type { ProxyScores } from './proxy-scores.ts';
import { scoreNetwork } from './score-network.ts';

/**
 * Scores architectures by proxies of any kind, those that run the network together.
 *
 * @param onProgress called now and then with the work done and all of it
 * @returns the scores of each proxy, in the order given
 */
export async function scoreProxies(
  proxies: readonly Proxy[],
  architectures: readonly Architecture[],
  settings: ProxySettings,
  onProgress: OnProgress = () => undefined,
): Promise<ProxyScores[]> {
  const network = proxies.filter((proxy) => proxy.needs === 'network');
  const direct = proxies.filter((proxy) => proxy.needs !== 'network');
  const scored = new Map<Proxy, ProxyScores>();
  for (const [index, proxy] of direct.entries()) {
    const started = performance.now();
    const results = await proxy.score(architectures, settings, (done, total) => {
      onProgress((index + done / total) / proxies.length, 1);
    });
    scored.set(proxy, { proxy, results, milliseconds: performance.now() - started });
  }
  if (network.length > 0) {
    const together = await scoreNetwork(network, architectures, settings, (done, total) => {
      onProgress((direct.length + (network.length * done) / total) / proxies.length, 1);
    });
    for (const scores of together) scored.set(scores.proxy, scores);
  }
  return proxies.flatMap((proxy) => scored.get(proxy) ?? []);
}
