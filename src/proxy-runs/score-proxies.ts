import type { Architecture } from '../architecture/architecture.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import { directWork, estimateWork, networkWork } from './estimate-work.ts';
import type { Proxy, ProxySettings } from '../proxy-parts/proxy.ts';
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
  const total = estimateWork(proxies, architectures, settings);
  let before = 0;
  const partOf =
    (work: number): OnProgress =>
    (done, all) => {
      onProgress(before + (work * done) / all, total);
    };
  const scored = new Map<Proxy, ProxyScores>();
  for (const proxy of direct) {
    const started = performance.now();
    const work = directWork(proxy, architectures);
    const results = await proxy.score(architectures, settings, partOf(work));
    scored.set(proxy, { proxy, results, milliseconds: performance.now() - started });
    before += work;
  }
  if (network.length > 0) {
    const work = networkWork(network, architectures, settings);
    const together = await scoreNetwork(network, architectures, settings, partOf(work));
    for (const scores of together) scored.set(scores.proxy, scores);
  }
  return proxies.flatMap((proxy) => scored.get(proxy) ?? []);
}
