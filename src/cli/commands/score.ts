import type { Command } from 'commander';
import { scoreReport } from '../../report/score-report.ts';
import { score } from '../../workflows/score.ts';
import { OPTIONS, SCORE_OPTIONS } from '../options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** Adds `zerolm score SPEC`: the score of one architecture and its parts. */
export function addScoreCommand(program: Command): void {
  const command = program
    .command('score')
    .description('score one architecture: capacities of its sub-modules and blocks, parameters')
    .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin')
    .addOption(OPTIONS.id())
    .addHelpText(
      'after',
      '\nExample:\n  zerolm score fixtures/bert-family/bert-tiny.json --alpha 0.5',
    );
  for (const option of SCORE_OPTIONS) command.addOption(option());
  command.action((input: string) =>
    runWorkflow(command, (given, context) => score({ input, ...given }, context), scoreReport),
  );
}
