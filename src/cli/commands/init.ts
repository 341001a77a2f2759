import type { Command } from 'commander';
import { init } from '../../workflows/init.ts';
import { givenOptions } from '../given-options.ts';
import { printResult } from '../terminal.ts';
import { valueOf } from '../value-of.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ONE_CANDIDATE, INPUT } from '../options/input-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    out: {
      flags: '--out <file>',
      description: 'write the checkpoint here, as model.safetensors',
      mandatory: true,
    },
    ...ONE_CANDIDATE,
    ...DRAWING,
    ...INPUT,
  },
} as const satisfies OptionGroups;

/** Adds `zerolm init SPEC --out FILE`: the weights that a seed draws, as a checkpoint. */
export function addInitCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('init')
      .description('write a model at initialization as safetensors')
      .argument('<spec>', 'file with the spec'),
    OPTIONS,
    [
      'zerolm init my-model/config.json --out model.safetensors',
      'zerolm init candidates.ndjson --id model-7 --seed 1 --out model.safetensors',
    ],
  );
  command.action(async (input: string, { out }: CommandValues<typeof OPTIONS>) => {
    const request = { ...givenOptions(command, OPTIONS), input, out };
    const { id, seed, weights, parameters } = await valueOf((context) => init(request, context));
    const size = `${weights} weights, ${parameters.toLocaleString('en-US')} parameters`;
    printResult(`${out}: ${id}, ${size} in single precision, seed ${seed}\n`);
  });
}
