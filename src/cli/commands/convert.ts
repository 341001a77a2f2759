import type { Command } from 'commander';
import { CONVERSION_TARGETS } from '../../converting/conversion-targets.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { convert } from '../../workflows/convert.ts';
import { givenOptions } from '../given-options.ts';
import { printBatches } from '../print-batches.ts';
import { printResult, printWarnings } from '../terminal.ts';
import { valueOf } from '../value-of.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ONE_CANDIDATE, INPUT, SKIPPING } from '../options/input-options.ts';

const OPTIONS = {
  [COMMON]: {
    to: {
      flags: '--to <form>',
      description: 'form of the output',
      choices: CONVERSION_TARGETS,
      mandatory: true,
    },
    ...ONE_CANDIDATE,
    ...INPUT,
    ...SKIPPING,
  },
} as const satisfies OptionGroups;

/** Adds `zerolm convert IN --to FORM`: candidates in another form, if it can describe them. */
export function addConvertCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('convert')
      .description('write candidates in another form, as JSON or NDJSON')
      .argument('<input>', 'file with specs, a folder of such files, or - for stdin'),
    OPTIONS,
    [
      'zerolm convert candidates.ndjson --to hugging-face > configs.ndjson',
      'zerolm convert candidates.ndjson --id candidate-7 --to flexibert',
    ],
  );
  command.action(async (input: string, { to }: CommandValues<typeof OPTIONS>) => {
    const request = { ...givenOptions(command, OPTIONS), input, to };
    const { batches } = await valueOf(({ signal }) => convert(request, { signal }));
    let seen = 0;
    let alone: object | undefined;
    const { count, warnings } = await printBatches(batches, (specs) => {
      const all = alone === undefined ? specs : [alone, ...specs];
      seen += specs.length;
      // A spec is printed over several lines if no other follows.
      alone = seen === 1 ? all[0] : undefined;
      return alone === undefined ? all.map((spec) => `${JSON.stringify(spec)}\n`).join('') : '';
    });
    if (alone !== undefined) printResult(`${JSON.stringify(alone, null, 2)}\n`);
    printWarnings(warnings);
    if (count === 0) throw Refusal.of('no candidate is left');
  });
}
