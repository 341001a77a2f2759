import type { Command } from 'commander';
import { explainReport } from '../../report/explain-report.ts';
import { explain } from '../../workflows/explain.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { ENGINE } from '../options/engine-options.ts';
import { INPUT, EXPERTS } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    id: {
      flags: '--id <id>',
      description: 'one for each file, or two of one file',
      repeatable: true,
    },
    choices: {
      flags: '--choices <file>',
      description: 'allowed changes: JSON lists of values by field',
      defaultText: 'inferred',
    },
    alpha: SCORING.alpha,
    settings: SCORING.settings,
    ...FORMAT,
  },
  'Scoring:': { ...SCORING, ...EXPERTS },
  'Engine:': ENGINE,
  'Input:': INPUT,
} as const satisfies OptionGroups;

/** Adds `zerolm explain A B`: why one architecture outranks another. */
export function addExplainCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('explain')
      .description('explain why one architecture outranks another')
      .argument('<a>', 'file with a spec, or with both and --id twice')
      .argument('[b]', 'file with the other spec'),
    OPTIONS,
    [
      'zerolm explain small/config.json large/config.json',
      'zerolm explain candidates.ndjson --id candidate-7 --id candidate-12',
    ],
  );
  command.action((a: string, b: string | undefined) =>
    runWorkflow(
      command,
      OPTIONS,
      (given, context) => explain({ ...given, inputs: b === undefined ? [a] : [a, b] }, context),
      explainReport,
    ),
  );
}
