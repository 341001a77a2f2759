import { nearestName } from '../nearest-name.ts';
import type { ProxyNeeds } from '../proxies/proxy-facts.ts';
import type { Proxy } from '../proxies/proxy.ts';
import { params } from '../proxies/params.ts';
import { PROXIES } from '../proxies/registry.ts';
import { zerolm } from '../proxies/zerolm.ts';
import { Refusal } from './refusal.ts';

/** The proxy that the others are compared with where none is named. */
export const DEFAULT_BASELINE = params.name;

/** Names of groups of proxies, with what the members need. */
const GROUPS: ReadonlyMap<string, readonly ProxyNeeds[]> = new Map([
  ['all', ['shapes', 'weights', 'network']],
  ['closed-form', ['shapes']],
  ['weights', ['weights']],
  ['network', ['network']],
]);

/** Whether the scores of a proxy have an alpha, which a figure can vary. */
export function hasAlpha(name: string): boolean {
  return name === zerolm.name;
}

/**
 * The named proxies and the baseline, in the order of the registry.
 *
 * @param names names and groups, with commas; the group `closed-form` if absent
 */
export function proxiesOf(names: string | undefined, baseline: string): Proxy[] {
  const base = proxyNamed(baseline, '--baseline');
  const wanted = (names ?? 'closed-form').split(',').flatMap((name) => wantedOf(name.trim()));
  return [...PROXIES.values()].filter((proxy) => proxy === base || wanted.includes(proxy));
}

function wantedOf(name: string): readonly Proxy[] {
  const needs = GROUPS.get(name);
  if (needs === undefined) return [proxyNamed(name, '--proxy')];
  return [...PROXIES.values()].filter((proxy) => needs.includes(proxy.needs));
}

function proxyNamed(name: string, option: string): Proxy {
  const proxy = PROXIES.get(name);
  if (proxy !== undefined) return proxy;
  const known = [...PROXIES.keys(), ...(option === '--proxy' ? GROUPS.keys() : [])];
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw Refusal.of(`${option} "${name}": expected ${known.join(', ')}${hint}`);
}
