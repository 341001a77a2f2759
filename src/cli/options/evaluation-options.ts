import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { COMBINATIONS } from '../../evaluation/combine-scores.ts';
import { DEFAULT_BEST_OF } from '../../evaluation/pick-regret.ts';
import { DEFAULT_TOPS } from '../../evaluation/top-size.ts';
import { DEFAULT_BASELINE, PROXY_SETTINGS } from '../../proxies/registry.ts';
import { zerolm } from '../../proxies/zerolm.ts';
import type { ProxySetting } from '../../proxy-parts/proxy-setting.ts';
import { flagOf } from '../../workflows/ignored-options.ts';
import { option, type OptionSpec } from './option-spec.ts';
import { MAX_REPEATS, parseAmount, parseBudgets, parseTops, wholeNumber } from './parse-values.ts';

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

/** The names of options that are about one data set. */
const SET_OPTIONS: readonly string[] = [
  ...['truth', 'truthColumn', 'lowerIsBetter', 'higherIsBetter'],
  ...['ids', 'emit', 'plot'],
];

/** Several data sets in place of one. */
export const SUITE = {
  suite: option('--suite <file>', 'data sets to rank the proxies over (YAML or JSON)', {
    conflicts: SET_OPTIONS,
  }),
};

/** Which proxies are compared, and how. */
export const EVALUATION = {
  proxy: option('--proxy <names>', 'a,b or weights, network, all', { defaultText: 'closed-form' }),
  baseline: option('--baseline <proxy>', 'proxy to compare the others with', {
    default: DEFAULT_BASELINE,
  }),
  within: option('--within <field>', 'also tau at equal depth, truth column, or tokens:5%'),
  budget: option('--budget <sizes>', 'regret under these parameter counts, as 10M,20M', {
    parse: parseBudgets,
    default: [],
  }),
};

/** How much of the top of a ranking is looked at. */
export const TOPS = {
  at: option('--at <tops>', 'precision and nDCG of so many or so many percent', {
    parse: parseTops,
    default: DEFAULT_TOPS,
    defaultText: DEFAULT_TOPS.join(),
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
