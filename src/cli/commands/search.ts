import { COST_NAMES } from '../../costs/registry.ts';
import { searchReport } from '../../report/search-report.ts';
import { search } from '../../workflows/search.ts';
import { DEFAULT_FOUND } from '../../workflows/search-request.ts';
import { defineReportCommand } from '../define-command.ts';
import { ONE_PROXY, PROXY_SETTING_OPTIONS } from '../options/evaluation-options.ts';
import { CONSTRAINTS } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { EMIT, FORMAT, RANKING } from '../options/output-options.ts';
import { parseNumber } from '../options/parse-values.ts';
import { PASS } from '../options/run-options.ts';
import { SCORING } from '../options/scoring-options.ts';

/** `zerolm search SPACE`: the best candidates of a space, without looking at all of them. */
export const command = defineReportCommand({
  description: 'find the best candidates of a search space, exactly',
  args: [['<space>', 'file with the search space (JSON, YAML)']],
  options: {
    [COMMON]: {
      ...CONSTRAINTS,
      ...ONE_PROXY,
      top: { ...RANKING.top, defaultText: `${DEFAULT_FOUND}`, conflicts: ['front'] },
      front: option('--front <cost>', 'list the whole front of score against it', {
        choices: COST_NAMES,
      }),
      atLeast: option('--at-least <score>', 'lowest score of interest', { parse: parseNumber }),
      atMost: option('--at-most <score>', 'highest score of interest', { parse: parseNumber }),
      ...FORMAT,
    },
    'Scoring:': { ...SCORING, ...PROXY_SETTING_OPTIONS },
    'Cost:': PASS,
    'Output:': EMIT,
  },
  examples: [
    'zerolm search space.yaml --constraint "params <= 15M" --top 5',
    'zerolm search space.yaml --front params --format csv > front.csv',
  ],
  run: ([space], given, context) => search({ ...given, space, proxySettings: given }, context),
  report: searchReport,
});
