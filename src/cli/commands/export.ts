import type { Command } from 'commander';
import { exportSummary } from '../../report/export-summary.ts';
import { exportModel } from '../../workflows/export-model.ts';
import { givenOptions } from '../given-options.ts';
import { printResult } from '../terminal.ts';
import { valueOf } from '../value-of.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { PASS } from '../options/engine-options.ts';
import { ONE_CANDIDATE, INPUT } from '../options/input-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    out: {
      flags: '--out <file>',
      description: 'write the model here, as model.onnx',
      mandatory: true,
    },
    externalData: {
      flags: '--external-data',
      description: 'write the weights to a file of their own',
    },
    ...PASS,
    ...ONE_CANDIDATE,
    ...DRAWING,
    ...INPUT,
  },
} as const satisfies OptionGroups;

/** Adds `zerolm export SPEC --out FILE`: the model at initialization, as an ONNX file. */
export function addExportCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('export')
      .description('write a model at initialization as ONNX')
      .argument('<spec>', 'file with the spec'),
    OPTIONS,
    [
      'zerolm export my-model/config.json --out model.onnx',
      'zerolm export my-model/config.json --out model.onnx --external-data',
    ],
  );
  command.action(async (input: string, { out }: CommandValues<typeof OPTIONS>) => {
    const request = { ...givenOptions(command, OPTIONS), input, out };
    printResult(exportSummary(await valueOf((context) => exportModel(request, context))));
  });
}
