import { UNIT_ORDERS } from '../../architecture/unit-order.ts';
import { CONVERSION_TARGETS } from '../../converting/conversion-targets.ts';
import { COST_NAMES } from '../../costs/registry.ts';
import { searchReport } from '../../report/search-report.ts';
import { search } from '../../workflows/search.ts';
import type { WorkflowContext } from '../../workflows/workflow.ts';
import { DEFAULT_FOUND, DEFAULT_ORDER } from '../../workflows/search-request.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { defineCommand } from '../define-command.ts';
import { ONE_PROXY, PROXY_SETTING_OPTIONS } from '../options/evaluation-options.ts';
import { CONSTRAINTS } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { EMIT, FORMAT, RANKING, REPORT } from '../options/output-options.ts';
import { parseNumber } from '../options/parse-values.ts';
import { CHECK, ENGINE, FIT, LATENCY, NETWORK, RESUME } from '../options/run-options.ts';
import { EVOLUTION, METHOD } from '../options/search-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { presentWorkflow, useValue } from '../run-workflow.ts';
import { openSpecOutput } from '../spec-output.ts';

/** `zerolm search SPACE`: the best candidates of a space, without looking at all of them. */
export const command = defineCommand({
  description: 'find the best candidates of a search space',
  args: [['<space>', 'file with the search space (JSON, YAML)']],
  options: {
    [COMMON]: {
      method: METHOD.method,
      ...CONSTRAINTS,
      ...ONE_PROXY,
      top: { ...RANKING.top, defaultText: `${DEFAULT_FOUND}`, conflicts: ['front'] },
      front: option('--front <cost>', 'list the whole front of score against it', {
        choices: COST_NAMES,
      }),
      atLeast: option('--at-least <score>', 'lowest score of interest', { parse: parseNumber }),
      atMost: option('--at-most <score>', 'highest score of interest', { parse: parseNumber }),
      ...REPORT,
      ...FORMAT,
    },
    'Evolution:': EVOLUTION,
    'Scoring:': { ...SCORING, ...PROXY_SETTING_OPTIONS },
    'Cost:': { ...LATENCY, ...FIT, ...CHECK },
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Sub-networks of a checkpoint:': {
      order: option('--order <which>', 'neurons and heads that a layer keeps first', {
        choices: UNIT_ORDERS,
        defaultText: DEFAULT_ORDER,
      }),
      extract: option('--extract <folder>', 'write the best as a smaller checkpoint'),
    },
    'Output:': {
      ...EMIT,
      to: option('--to <form>', 'form of the output', {
        choices: CONVERSION_TARGETS,
        conflicts: ['format', 'emit', 'report', 'figures'],
      }),
      out: option(
        '--out <path>',
        'with --to: write them here, a .json or .ndjson file or a folder',
      ),
    },
  },
  examples: [
    'zerolm search space.yaml --constraint "params <= 15M" --to hugging-face',
    'zerolm search space.yaml --front params --method evolution --proxy naswot',
  ],
  action: async ([space], given, own) => {
    const { to, out } = given;
    const run = (request: typeof given, context: WorkflowContext) =>
      search({ ...request, space, proxySettings: given }, context);
    if (to === undefined) {
      if (out !== undefined) throw Refusal.of('--out: expected --to too');
      await presentWorkflow(own, given, run, searchReport);
      return;
    }
    const write = await openSpecOutput({ to, input: space, out, lines: false });
    await useValue(
      (context) => run(given, context),
      async ({ converted }) => {
        if (converted !== undefined) await write(converted);
      },
    );
  },
});
