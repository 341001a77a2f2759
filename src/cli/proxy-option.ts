import { nearestName } from '../nearest-name.ts';
import type { ProxyNeeds } from '../proxies/proxy-facts.ts';
import type { Proxy } from '../proxies/proxy.ts';
import { PROXIES } from '../proxies/registry.ts';
import { Refusal } from '../workflows/refusal.ts';

/** What `--proxy` takes for several proxies, by what they need. */
const GROUPS: ReadonlyMap<string, readonly ProxyNeeds[]> = new Map([
  ['all', ['shapes', 'weights', 'network']],
  ['closed-form', ['shapes']],
  ['weights', ['weights']],
  ['network', ['network']],
]);

/**
 * The proxies that are asked for, in the order of the registry: of the names, or where there are
 * none those that need no more than shapes; and the baseline, which the others need.
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
