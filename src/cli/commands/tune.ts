import type { Command } from 'commander';
import { tuneReport } from '../../report/tune-report.ts';
import { formatSettingsFile } from '../../tuning/settings-file.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { tune } from '../../workflows/tune.ts';
import { openSettings } from '../output-file.ts';
import { runWorkflow } from '../run-workflow.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ENGINE } from '../options/engine-options.ts';
import { INPUT, EXPERTS, SKIPPING } from '../options/input-options.ts';
import { FORMAT, REPORT } from '../options/output-options.ts';
import { CAPACITIES } from '../options/scoring-options.ts';
import { TRUTH } from '../options/truth-options.ts';
import { TUNING, REFUSED } from '../options/tuning-options.ts';

const OPTIONS = {
  [COMMON]: { ...TUNING, truth: TRUTH.truth, ...REPORT, ...FORMAT, ...SKIPPING },
  'Scoring:': { ...CAPACITIES, ...EXPERTS, ...REFUSED },
  'Ground truth:': TRUTH,
  'Engine:': ENGINE,
  'Input:': INPUT,
} as const satisfies OptionGroups;

/** Adds `zerolm tune INPUT...`: a balance for a search space, and how well it orders the unseen. */
export function addTuneCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('tune')
      .description('choose the balance from a few measured qualities')
      .argument('<input...>', 'files with specs, checkpoints, folders of these, or - for stdin'),
    OPTIONS,
    [
      'zerolm tune candidates.ndjson --truth results.csv --out settings.json',
      'zerolm tune candidates.ndjson --strategy label-free --out settings.json',
    ],
  );
  command.action(async (inputs: readonly string[], options: CommandValues<typeof OPTIONS>) => {
    for (const name of Object.keys(REFUSED)) {
      if (command.getOptionValue(name) === undefined) continue;
      throw Refusal.of(
        `--${name}: tune chooses the coefficients of attention, feedForward and embedding itself: leave it out`,
      );
    }
    const out = await openSettings(options, inputs);
    await runWorkflow(
      command,
      OPTIONS,
      (given, context) => tune({ ...given, inputs }, context),
      tuneReport,
      async ({ settingsFile }) => out?.write(formatSettingsFile(settingsFile)),
    );
  });
}
