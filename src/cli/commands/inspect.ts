import type { Command } from 'commander';
import { inspectReport } from '../../report/inspect-report.ts';
import { inspect } from '../../workflows/inspect.ts';
import { EXPERTS, INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import { COMMON, describeCommand } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** Adds `zerolm inspect SPEC`: every weight of one architecture, and the sums per sub-module. */
export function addInspectCommand(program: Command): void {
  const { initialization } = DRAWING;
  const command = describeCommand(
    program
      .command('inspect')
      .description('list every weight of one architecture')
      .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin'),
    { [COMMON]: { ...ONE_CANDIDATE, initialization, ...INPUT, ...EXPERTS, ...FORMAT } },
    [
      'zerolm inspect my-model/config.json',
      'zerolm inspect my-model/model.safetensors --format csv',
    ],
  );
  command.action((input: string) =>
    runWorkflow(command, (given, context) => inspect({ ...given, input }, context), inspectReport),
  );
}
