import type { Command } from 'commander';
import { latencyReport } from '../../report/latency-report.ts';
import { latency } from '../../workflows/latency.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { LATENCY } from '../options/cost-options.ts';
import { INPUT } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: { ...LATENCY, seed: DRAWING.seed, ...INPUT, ...FORMAT },
} as const satisfies OptionGroups;

/** Adds `zerolm latency SPEC...`: the time of a forward pass of each model on this machine. */
export function addLatencyCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('latency')
      .description('measure how long a forward pass takes here')
      .argument('<spec...>', 'files with specs, folders of such files, or - for stdin'),
    OPTIONS,
    [
      'zerolm latency my-model/config.json',
      'zerolm latency my-models/ --sequence-length 512 --threads 4',
    ],
  );
  command.action((inputs: readonly string[]) =>
    runWorkflow(
      command,
      OPTIONS,
      (given, context) => latency({ ...given, inputs }, context),
      latencyReport,
    ),
  );
}
