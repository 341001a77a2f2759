import type { Command } from 'commander';
import { namesInShort } from '../../problem.ts';
import { exportModel, type ExportedModel } from '../../workflows/export-model.ts';
import { givenOptions } from '../given-options.ts';
import { PASS } from '../options/engine-options.ts';
import { INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { printResult } from '../terminal.ts';
import { valueOf } from '../value-of.ts';

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
    const request = { ...givenOptions<typeof OPTIONS>(command), input, out };
    printResult(describeExport(await valueOf((context) => exportModel(request, context))));
  });
}

function describeExport({ out, dataFile, id, seed, weights, ...rest }: ExportedModel): string {
  const { parameters, inputs, outputs, leftOut } = rest;
  const place = dataFile === null ? '' : `, in ${dataFile}`;
  const size = `${weights} weights, ${parameters.toLocaleString('en-US')} parameters (float32)`;
  const shapes = (values: ExportedModel['inputs']): string =>
    values.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  const lines = [
    `${out}: ${id}, ${size}, seed ${seed}${place}`,
    `${shapes(inputs)} gives ${shapes(outputs)}`,
  ];
  if (leftOut.length > 0) {
    lines.push(`left out, since no output depends on it: ${namesInShort(leftOut)}`);
  }
  return `${lines.join('\n')}\n`;
}
