import type { Command } from 'commander';
import { evaluateReport } from '../../report/evaluate-report.ts';
import { evaluate } from '../../workflows/evaluate.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { ENGINE, MEMORY } from '../options/engine-options.ts';
import { EVALUATION, PROXY_SETTING_OPTIONS, RESUME } from '../options/evaluation-options.ts';
import { INPUT, EXPERTS, SKIPPING } from '../options/input-options.ts';
import { NETWORK } from '../options/network-options.ts';
import { FORMAT, REPORT, PLOT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { TRUTH_FILE, INTERVALS } from '../options/truth-options.ts';

const OPTIONS = {
  [COMMON]: {
    truth: TRUTH_FILE.truth,
    ...EVALUATION,
    ...REPORT,
    ...PLOT,
    ...FORMAT,
    ...SKIPPING,
  },
  'Scoring:': { ...SCORING, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
  'Ground truth:': { ...TRUTH_FILE, ...INTERVALS },
  'Networks:': NETWORK,
  'Engine:': { ...ENGINE, ...MEMORY, ...RESUME },
  'Input:': INPUT,
} as const satisfies OptionGroups;

/** Adds `zerolm evaluate INPUT...`: how well each proxy ranks candidates of measured quality. */
export function addEvaluateCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('evaluate')
      .description('compare proxies on candidates of measured quality')
      .argument('<input...>', 'files with specs, folders of such files, or - for stdin'),
    OPTIONS,
    [
      'zerolm evaluate candidates.ndjson --truth results.csv',
      'zerolm evaluate my-models/ --truth results.csv --proxy all --within depth',
    ],
  );
  command.action((inputs: readonly string[]) =>
    runWorkflow(
      command,
      OPTIONS,
      (given, context) => evaluate({ ...given, inputs, proxySettings: given }, context),
      evaluateReport,
    ),
  );
}
