import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { COMBINATIONS } from '../../evaluation/combine-scores.ts';
import { DEFAULT_BEST_OF } from '../../evaluation/pick-regret.ts';
import { DEFAULT_BASELINE, PROXY_SETTINGS } from '../../proxies/registry.ts';
import { zerolm } from '../../proxies/zerolm.ts';
import type { ProxySetting } from '../../proxy-parts/proxy-setting.ts';
import { flagOf } from '../../workflows/ignored-options.ts';
import { option, type OptionSpec } from './option-spec.ts';
import { MAX_REPEATS, parseAmount, parseBudgets, wholeNumber } from './parse-values.ts';

/** How the ranks of several proxies make one score. */
export const COMBINE = {
  combine: option('--combine <how>', 'score by the ranks of all proxies of --proxy', {
    choices: COMBINATIONS,
  }),
};

/** The proxy that ranks, or several. */
export const RANKING_PROXIES = {
  proxy: option('--proxy <names>', 'proxy, or several with --combine', { default: zerolm.name }),
};

/** The proxy that scores. */
export const ONE_PROXY = {
  proxy: option('--proxy <name>', 'what scores, of zerolm proxies', { default: zerolm.name }),
};

/** Which proxies are compared, and how. */
export const EVALUATION = {
  proxy: option('--proxy <names>', 'a,b or weights, network, all', { defaultText: 'closed-form' }),
  baseline: option('--baseline <proxy>', 'proxy to compare the others with', {
    default: DEFAULT_BASELINE,
  }),
  within: option('--within <field>', 'also tau inside groups of equal depth or other field'),
  budget: option('--budget <sizes>', 'regret under these parameter counts, as 10M,20M', {
    parse: parseBudgets,
    default: [],
  }),
  bestOf: option('--best-of <k>', 'regret of the best of k highest scores', {
    parse: wholeNumber(1, MAX_REPEATS),
    default: DEFAULT_BEST_OF,
  }),
};

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

function specOf({ name, description, schema, initial, isAmount }: ProxySetting): OptionSpec {
  const flag = flagOf(name);
  const { enum: choices } = z.toJSONSchema(schema);
  const parse = (text: string): unknown => {
    const asText = schema.safeParse(text);
    const read = asText.success || text.trim() === '' ? asText : schema.safeParse(Number(text));
    if (read.success) return read.data;
    throw new InvalidArgumentError(read.error.issues[0]?.message ?? '');
  };
  return option(`${flag} <${flag.split('-').at(-1) ?? ''}>`, description, {
    ...(initial !== null && { default: initial }),
    ...(choices === undefined
      ? { parse: isAmount ? parseAmount : parse }
      : { choices: choices.map(String) }),
  });
}
