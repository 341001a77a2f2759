import { COMBINATIONS, type Combination } from '../evaluation/combine-scores.ts';
import { nearestName } from '../nearest-name.ts';
import type { ProxyNeeds } from '../proxy-parts/proxy-facts.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';
import { PROXIES, PROXY_SETTINGS } from '../proxies/registry.ts';
import { zerolm } from '../proxies/zerolm.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';
import { Refusal } from './refusal.ts';

/** Names of groups of proxies, with what the members need. */
const GROUPS: ReadonlyMap<string, readonly ProxyNeeds[]> = new Map([
  ['all', ['shapes', 'weights', 'network']],
  ['closed-form', ['shapes']],
  ['weights', ['weights']],
  ['network', ['network']],
]);

/** Whether the scores of a proxy have an alpha, which a figure can vary. */
export function hasAlpha(name: string): boolean {
  return PROXIES.get(name)?.hasAlpha === true;
}

/**
 * The named proxies and the baseline, in the order of the registry.
 *
 * @param names names and groups, with commas; the group `closed-form` if absent
 * @param own the settings of proxies; a group has no proxy that lacks one
 */
export function proxiesOf(
  names: string | undefined,
  baseline: string,
  own: OwnSettings = {},
): Proxy[] {
  const base = proxyNamed(baseline, '--baseline');
  const wanted = namedProxies(names, own);
  return [...PROXIES.values()].filter((proxy) => proxy === base || wanted.includes(proxy));
}

/** The proxies that names and groups stand for, in the order of the registry. */
export function namedProxies(names = 'closed-form', own: OwnSettings = {}): readonly Proxy[] {
  const wanted = names.split(',').flatMap((name) => wantedOf(name.trim(), own));
  return [...PROXIES.values()].filter((proxy) => wanted.includes(proxy));
}

/** Proxies whose ranks are combined into one score, at least two. */
export interface CombinedProxies {
  readonly combination: Combination;
  readonly proxies: readonly Proxy[];
}

/** The proxies whose ranks a request combines; null where it combines none. Refuses a single one. */
export function combinedProxies(
  names: string | undefined,
  combination: Combination | undefined,
  own: OwnSettings,
): CombinedProxies | null {
  if (combination === undefined) return null;
  const proxies = namedProxies(names, own);
  if (proxies.length > 1) return { combination, proxies };
  throw Refusal.of(
    `--combine ${combination}: there is one proxy, ${proxies[0]?.name ?? ''}: name several, as --proxy depth,nsc`,
  );
}

function wantedOf(name: string, own: OwnSettings): readonly Proxy[] {
  const needs = GROUPS.get(name);
  if (needs === undefined) return [proxyNamed(name, '--proxy')];
  return [...PROXIES.values()].filter(
    (proxy) => needs.includes(proxy.needs) && (proxy.findMissing?.(own) ?? null) === null,
  );
}

/**
 * The one proxy that scores; null for the ZeroLM score, which the settings of the scoring describe.
 *
 * @param name the ZeroLM score if absent
 * @param others names that the option takes besides
 */
export function rankingProxy(
  name: string | undefined,
  option = '--proxy',
  others: readonly string[] = [],
): Proxy | null {
  if (name === undefined || name === zerolm.name) return null;
  if (name.includes(',')) {
    throw Refusal.of(
      `${option} "${name}": expected one proxy; rank and evaluate combine the ranks of several by --combine ${COMBINATIONS.join(' or ')}`,
    );
  }
  return proxyNamed(name, option, [...PROXIES.keys(), ...others]);
}

function proxyNamed(
  name: string,
  option: string,
  names: Iterable<string> = [...PROXIES.keys(), ...(option === '--proxy' ? GROUPS.keys() : [])],
): Proxy {
  const proxy = PROXIES.get(name);
  if (proxy !== undefined) return proxy;
  const known = [...names];
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw Refusal.of(`${option} "${name}": expected ${known.join(', ')}${hint}`);
}

/** The settings that proxies declare, from the fields of a request that give them a value. */
export function ownSettingsOf(request: Readonly<Record<string, unknown>>): OwnSettings {
  return Object.fromEntries(
    PROXY_SETTINGS.flatMap(({ name, sharedOption }) => {
      const value = request[sharedOption ?? name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
