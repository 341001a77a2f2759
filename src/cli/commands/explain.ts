import type { Command } from 'commander';
import { explainReport } from '../../report/explain-report.ts';
import { explain } from '../../workflows/explain.ts';
import { OPTIONS, SCORE_OPTIONS } from '../options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** `zerolm explain A B`: why one architecture outranks another. */
export function addExplainCommand(program: Command): void {
  const command = program
    .command('explain')
    .description('say why one architecture outranks another, and what would turn the order')
    .argument('<a>', 'file with a spec, or with both and --id twice')
    .argument('[b]', 'file with the other spec')
    .addHelpText(
      'after',
      '\nExample:\n  zerolm explain fixtures/bert-family --id bert-mini --id bert-tiny',
    );
  for (const option of [OPTIONS.twoIds, OPTIONS.choices, ...SCORE_OPTIONS]) {
    command.addOption(option());
  }
  command.action((a: string, b: string | undefined) =>
    runWorkflow(
      command,
      (given, context) => explain({ inputs: b === undefined ? [a] : [a, b], ...given }, context),
      explainReport,
    ),
  );
}
