import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { ProxySetting } from '../proxy-parts/proxy-setting.ts';
import { DEFAULT_BASELINE, PROXY_SETTINGS } from '../proxies/registry.ts';

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
