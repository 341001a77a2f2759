import type { Command } from 'commander';
import { rankReport } from '../../report/rank-report.ts';
import { rank } from '../../workflows/rank.ts';
import { LATENCY_OPTIONS } from '../latency-option.ts';
import { OPTIONS, SCORE_OPTIONS } from '../options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** `zerolm rank INPUT...`: all candidates by score, and how that agrees with the truth. */
export function addRankCommand(program: Command): void {
  const command = program
    .command('rank')
    .description('rank candidates by score, and hold the ranking against measured quality')
    .argument(
      '<input...>',
      'files with specs, checkpoints, directories of such files, or - for stdin',
    )
    .addHelpText(
      'after',
      '\nExample:\n  zerolm rank fixtures/bert-family --truth fixtures/bert-family-mnli.csv',
    );
  const own = [
    OPTIONS.top,
    OPTIONS.sort,
    OPTIONS.cost,
    ...LATENCY_OPTIONS,
    OPTIONS.truth,
    OPTIONS.noScores,
    OPTIONS.truthColumn,
    OPTIONS.repeated,
    OPTIONS.lowerIsBetter,
    OPTIONS.higherIsBetter,
    OPTIONS.resamples,
    OPTIONS.report,
    OPTIONS.plot,
    OPTIONS.skipInvalid,
  ];
  for (const option of [...own, ...SCORE_OPTIONS]) command.addOption(option());
  command.action((inputs: readonly string[]) =>
    runWorkflow(command, (given, context) => rank({ inputs, ...given }, context), rankReport),
  );
}
