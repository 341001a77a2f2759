import type { Architecture } from '../../src/architecture/architecture.ts';
import {
  DEFAULT_PROXY_SETTINGS,
  type Proxy,
  type ProxySettings,
} from '../../src/proxy-parts/proxy.ts';
import { scoreProxies } from '../../src/proxy-runs/score-proxies.ts';

/** The scores of architectures, each of which has one. */
export async function scoresOf(
  proxy: Proxy,
  architectures: readonly Architecture[],
  settings: ProxySettings = DEFAULT_PROXY_SETTINGS,
): Promise<number[]> {
  const [scored] = await scoreProxies([proxy], architectures, settings);
  return (scored?.results ?? []).map((result) => {
    if (!result.ok) throw new Error(result.reason);
    return result.value;
  });
}
