import type { Command } from 'commander';
import { inspectReport } from '../../report/inspect-report.ts';
import { inspect } from '../../workflows/inspect.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { ONE_CANDIDATE, INPUT, EXPERTS } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    ...ONE_CANDIDATE,
    initialization: DRAWING.initialization,
    ...INPUT,
    ...EXPERTS,
    ...FORMAT,
  },
} as const satisfies OptionGroups;

/** Adds `zerolm inspect SPEC`: every weight of one architecture, and the sums per sub-module. */
export function addInspectCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('inspect')
      .description('list every weight of one architecture')
      .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin'),
    OPTIONS,
    [
      'zerolm inspect my-model/config.json',
      'zerolm inspect my-model/model.safetensors --format csv',
    ],
  );
  command.action((input: string) =>
    runWorkflow(
      command,
      OPTIONS,
      (given, context) => inspect({ ...given, input }, context),
      inspectReport,
    ),
  );
}
