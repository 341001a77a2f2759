import type { Architecture } from '../architecture/architecture.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import { failure, type Result } from '../result.ts';
import type { Proxy, ProxySettings } from './proxy.ts';

/** What a proxy says of architectures. */
export interface ProxyScores {
  readonly proxy: Proxy;
  /** For each architecture, in their order, its score; or the reason why it has none. */
  readonly results: readonly Result<number>[];
  /** The time that the scores took. */
  readonly milliseconds: number;
}

/**
 * Scores architectures by proxies of any kind.
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
  const scored: ProxyScores[] = [];
  for (const [index, proxy] of proxies.entries()) {
    const started = performance.now();
    const results =
      proxy.needs === 'network'
        ? architectures.map(() => failure('networks are not run yet'))
        : await proxy.score(architectures, settings, (done, total) => {
            onProgress((index + done / total) / proxies.length, 1);
          });
    scored.push({ proxy, results, milliseconds: performance.now() - started });
  }
  return scored;
}
