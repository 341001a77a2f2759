import type { Command } from 'commander';
import { evaluateReport } from '../../report/evaluate-report.ts';
import { evaluate } from '../../workflows/evaluate.ts';
import { OPTIONS, SCORE_OPTIONS } from '../options.ts';
import { baselineOption, proxySettingOptions } from '../proxy-option.ts';
import { runWorkflow } from '../run-workflow.ts';

/** `zerolm evaluate INPUT...`: how well each proxy ranks candidates of measured quality. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .description('hold proxies against measured quality, and against each other')
    .argument(
      '<input...>',
      'files with specs (JSON, NDJSON), directories of such files, or - for stdin',
    )
    .addHelpText(
      'after',
      '\nExample:\n  zerolm evaluate fixtures/bert-family --truth fixtures/bert-family-mnli.csv',
    );
  const own = [
    OPTIONS.proxy,
    baselineOption,
    OPTIONS.within,
    OPTIONS.budget,
    OPTIONS.bestOf,
    OPTIONS.truth,
    OPTIONS.truthColumn,
    OPTIONS.repeated,
    OPTIONS.lowerIsBetter,
    OPTIONS.higherIsBetter,
    OPTIONS.resamples,
    OPTIONS.report,
    OPTIONS.plot,
    OPTIONS.sequenceLength,
    OPTIONS.batchOption,
    OPTIONS.tokens,
    OPTIONS.loss,
    OPTIONS.memoryLimit,
    OPTIONS.resume,
    ...proxySettingOptions(),
    OPTIONS.skipInvalid,
  ];
  for (const option of [...own, ...SCORE_OPTIONS]) command.addOption(option());
  command.action((inputs: readonly string[]) =>
    runWorkflow(
      command,
      (given, context) => evaluate({ inputs, ...given, proxySettings: given }, context),
      evaluateReport,
    ),
  );
}
