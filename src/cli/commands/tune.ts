import { resolve } from 'node:path';
import type { Command } from 'commander';
import { tuneReport } from '../../report/tune-report.ts';
import { formatSettingsFile } from '../../tuning/settings-file.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { tune } from '../../workflows/tune.ts';
import { OPTIONS, SCORE_OPTIONS } from '../options.ts';
import { openOutputFile, type OutputFile } from '../output-file.ts';
import { runWorkflow } from '../run-workflow.ts';

/** Options that set the balance, which this command chooses. */
const CHOSEN_HERE: readonly (() => unknown)[] = [
  OPTIONS.settings,
  OPTIONS.alpha,
  OPTIONS.balance,
  OPTIONS.formula,
];

interface TuneOptions {
  readonly out?: string;
  readonly report?: string;
}

/** `zerolm tune INPUT...`: a balance for a search space, and how well it orders the unseen. */
export function addTuneCommand(program: Command): void {
  const command = program
    .command('tune')
    .description('choose the balance by a few measured qualities, or by none')
    .argument(
      '<input...>',
      'files with specs (JSON, NDJSON), directories of such files, or - for stdin',
    )
    .addHelpText(
      'after',
      '\nExample:\n  zerolm tune fixtures/flexibert-candidates --strategy label-free',
    );
  const own = [
    OPTIONS.strategy,
    OPTIONS.samples,
    OPTIONS.draw,
    OPTIONS.correlation,
    OPTIONS.out,
    OPTIONS.report,
    OPTIONS.truth,
    OPTIONS.noScores,
    OPTIONS.truthColumn,
    OPTIONS.repeated,
    OPTIONS.lowerIsBetter,
    OPTIONS.higherIsBetter,
    OPTIONS.skipInvalid,
  ];
  const shared = SCORE_OPTIONS.filter((option) => !CHOSEN_HERE.includes(option));
  for (const option of [...own, ...shared]) command.addOption(option());
  // Known, so that they are refused with the reason.
  for (const option of [OPTIONS.alpha, OPTIONS.balance, OPTIONS.formula]) {
    command.addOption(option().hideHelp());
  }
  command.action(async (inputs: readonly string[], options: TuneOptions) => {
    for (const name of ['alpha', 'balance', 'formula']) {
      if (command.getOptionValue(name) === undefined) continue;
      throw Refusal.of(
        `--${name}: tune chooses the coefficients of attention, feedForward and embedding itself: leave it out`,
      );
    }
    const out = await openSettings(options, inputs);
    await runWorkflow(
      command,
      (given, context) => tune({ inputs, ...given }, context),
      tuneReport,
      async ({ settingsFile }) => out?.write(formatSettingsFile(settingsFile)),
    );
  });
}

/** The file of `--out`; null where it is absent. */
async function openSettings(
  { out, report }: TuneOptions,
  inputs: readonly string[],
): Promise<OutputFile | null> {
  if (out === undefined) return null;
  if (report !== undefined && resolve(out) === resolve(report)) {
    throw Refusal.of(`--out "${out}": is the file of --report too; choose another name`);
  }
  if (inputs.some((input) => resolve(input) === resolve(out))) {
    throw Refusal.of(`--out "${out}": is an input too; choose another name`);
  }
  return openOutputFile('--out', out, ['.json']);
}
