import { nearestName } from '../nearest-name.ts';
import type { Proxy } from '../proxies/proxy.ts';
import { PROXIES } from '../proxies/registry.ts';
import { Refusal } from './refusal.ts';

/** What `--proxy` takes for every proxy there is. */
const ALL = 'all';

/**
 * The proxies that are asked for, in the order of the registry: of the names, or where there are
 * none those that need no more than shapes; and the baseline, which the others need.
 */
export function proxiesOf(names: string | undefined, baseline: string): Proxy[] {
  const every = [...PROXIES.values()];
  const base = proxyNamed(baseline, '--baseline');
  const wanted = wantedOf(names, every);
  return every.filter((proxy) => proxy === base || wanted.includes(proxy));
}

function wantedOf(names: string | undefined, every: readonly Proxy[]): readonly Proxy[] {
  if (names === undefined) return every.filter(({ needs }) => needs === 'shapes');
  if (names.trim() === ALL) return every;
  return names.split(',').map((name) => proxyNamed(name.trim(), '--proxy'));
}

function proxyNamed(name: string, option: string): Proxy {
  const proxy = PROXIES.get(name);
  if (proxy !== undefined) return proxy;
  const known = [...PROXIES.keys(), ...(option === '--proxy' ? [ALL] : [])];
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw Refusal.of(`${option} "${name}": expected ${known.join(', ')}${hint}`);
}
