import type { Command } from 'commander';
import { latencyReport } from '../../report/latency-report.ts';
import { latency } from '../../workflows/latency.ts';
import { LATENCY } from '../options/cost-options.ts';
import { INPUT } from '../options/input-options.ts';
import { COMMON, describeCommand } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** Adds `zerolm latency SPEC...`: the time of a forward pass of each model on this machine. */
export function addLatencyCommand(program: Command): void {
  const { seed } = DRAWING;
  const command = describeCommand(
    program
      .command('latency')
      .description('measure how long a forward pass takes here')
      .argument('<spec...>', 'files with specs, folders of such files, or - for stdin'),
    { [COMMON]: { ...LATENCY, seed, ...INPUT, ...FORMAT } },
    [
      'zerolm latency my-model/config.json',
      'zerolm latency my-models/ --sequence-length 512 --threads 4',
    ],
  );
  command.action((inputs: readonly string[]) =>
    runWorkflow(command, (given, context) => latency({ ...given, inputs }, context), latencyReport),
  );
}
