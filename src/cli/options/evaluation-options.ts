import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { DEFAULT_BEST_OF } from '../../evaluation/pick-regret.ts';
import { DEFAULT_BASELINE, PROXY_SETTINGS } from '../../proxies/registry.ts';
import type { ProxySetting } from '../../proxy-parts/proxy-setting.ts';
import { MAX_REPEATS } from './limits.ts';
import type { OptionSpec, OptionSpecs } from './option-spec.ts';
import { parseBudgets, wholeNumber } from './parse-values.ts';

/** Which proxies are compared, and how. */
export const EVALUATION = {
  proxy: {
    flags: '--proxy <names>',
    description: 'a,b or weights, network, all',
    defaultText: 'closed-form',
  },
  baseline: {
    flags: '--baseline <proxy>',
    description: 'proxy to compare the others with',
    default: DEFAULT_BASELINE,
  },
  within: {
    flags: '--within <field>',
    description: 'also tau inside groups of equal depth or other field',
  },
  budget: {
    flags: '--budget <sizes>',
    description: 'regret under these parameter counts, as 10M,20M',
    parse: parseBudgets,
    default: [],
  },
  bestOf: {
    flags: '--best-of <k>',
    description: 'regret of the best of k highest scores',
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_BEST_OF,
  },
} as const satisfies OptionSpecs;

/**
 * An option for each setting that a proxy declares, unless another option gives its value. The
 * types of requests leave them out: they reach the proxies by name.
 */
export const PROXY_SETTING_OPTIONS: object = Object.fromEntries(
  PROXY_SETTINGS.filter(({ sharedOption }) => sharedOption === null).map((setting) => [
    setting.name,
    specOf(setting),
  ]),
);

function specOf({ name, description, schema, initial }: ProxySetting): OptionSpec {
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const { type, enum: choices } = z.toJSONSchema(schema);
  return {
    flags: `--${flag} <${flag.split('-').at(-1) ?? ''}>`,
    description,
    default: initial,
    ...(choices === undefined
      ? {
          parse: (text) => {
            const read = schema.safeParse(
              type === 'string' || text.trim() === '' ? text : Number(text),
            );
            if (read.success) return read.data;
            throw new InvalidArgumentError(read.error.issues[0]?.message ?? '');
          },
        }
      : { choices: choices.map(String) }),
  };
}

/** Scores that are kept for the next run. */
export const RESUME = {
  resume: {
    flags: '--resume <file>',
    description: 'keep finished scores here (NDJSON), and reuse them',
  },
} as const satisfies OptionSpecs;
