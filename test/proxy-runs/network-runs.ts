import type { Architecture } from '../../src/architecture/architecture.ts';
import type { NetworkProxy } from '../../src/proxy-parts/network-proxy.ts';
import { DEFAULT_PROXY_SETTINGS, type ProxySettings } from '../../src/proxy-parts/proxy.ts';
import { NETWORK_PROXIES } from '../../src/proxies/registry.ts';
import { scoreProxies } from '../../src/proxy-runs/score-proxies.ts';
import type { Result } from '../../src/result.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { NEIGHBOURS } from '../scoring/architectures.ts';

/** The neighbours that can be run. */
export const MODELS = NEIGHBOURS.filter(({ family }) => family === 'encoder');

/** Settings that differ from the default. */
export interface Changes {
  readonly network?: Partial<ProxySettings['network']>;
  readonly scoring?: Partial<ProxySettings['scoring']>;
  readonly engine?: ProxySettings['engine'];
}

/** The default settings with changes. */
export const settingsWith = ({ network, scoring, engine = {} }: Changes = {}): ProxySettings => ({
  ...DEFAULT_PROXY_SETTINGS,
  sequenceLength: 8,
  own: { swapMu: 1 },
  scoring: { ...DEFAULT_SETTINGS, ...scoring },
  network: { ...DEFAULT_PROXY_SETTINGS.network, batch: 3, ...network },
  engine,
});

/** The same with as many sequences as every proxy needs: patterns of activation of fewer are all there. */
export const LARGE_BATCH = settingsWith({ network: { batch: 12 } });

/** The network proxies of these names. */
export const named = (...names: string[]): NetworkProxy[] =>
  NETWORK_PROXIES.filter(({ name }) => names.includes(name));

/** The results of each proxy by its name. */
export async function resultsOf(
  proxies: readonly NetworkProxy[],
  architectures: readonly Architecture[] = MODELS,
  settings: ProxySettings = settingsWith(),
): Promise<Map<string, readonly Result<number>[]>> {
  const scored = await scoreProxies(proxies, architectures, settings);
  return new Map(scored.map(({ proxy, results }) => [proxy.name, results]));
}
