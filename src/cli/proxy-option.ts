import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import type { ProxyNeeds } from '../proxy-parts/proxy-facts.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';
import { DEFAULT_BASELINE, PROXIES, PROXY_SETTINGS } from '../proxies/registry.ts';
import type { OwnSettings, ProxySetting } from '../proxy-parts/proxy-setting.ts';
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

/** The option that names the baseline. */
export function baselineOption(): Option {
  return new Option('--baseline <proxy>', 'the proxy that the others are held against').default(
    DEFAULT_BASELINE,
  );
}

/** An option for each setting that a proxy declares, unless another option gives its value. */
export function proxySettingOptions(): (() => Option)[] {
  return PROXY_SETTINGS.filter(({ sharedOption }) => sharedOption === null).map(
    (setting) => () => optionOf(setting),
  );
}

/** The settings of proxies for which an option was typed. */
export function ownSettingsOf(command: Command): OwnSettings {
  return Object.fromEntries(
    PROXY_SETTINGS.flatMap(({ name, sharedOption }) => {
      const option = sharedOption ?? name;
      const isTyped = command.getOptionValueSource(option) === 'cli';
      return isTyped ? [[name, command.getOptionValue(option)]] : [];
    }),
  );
}

function optionOf({ name, description, schema, initial }: ProxySetting): Option {
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const option = new Option(`--${flag} <${flag.split('-').at(-1) ?? ''}>`, description);
  option.default(initial);
  const { type, enum: choices } = z.toJSONSchema(schema);
  if (choices !== undefined) return option.choices(choices.map(String));
  return option.argParser((text) => {
    const read = schema.safeParse(type === 'string' || text.trim() === '' ? text : Number(text));
    if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? '');
    return read.data;
  });
}
