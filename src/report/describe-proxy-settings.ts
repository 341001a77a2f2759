import type { z } from 'zod';
import type { Family } from '../architecture/family.ts';
import { PROXY_SETTINGS } from '../proxies/registry.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';

/** The settings that proxies declare, as a document carries them. */
export function describeProxySettings(
  own: OwnSettings,
  families: Iterable<Family>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    PROXY_SETTINGS.map(({ name, documented }) => [name, documented.of(own, families)]),
  );
}

/** The schemas of the same fields. */
export function proxySettingsSchema(): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(
    PROXY_SETTINGS.map(({ name, documented }) => [name, documented.schema]),
  );
}
