import { CONVERSION_TARGETS } from '../../converting/conversion-targets.ts';
import { convert } from '../../workflows/convert.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { defineCommand } from '../define-command.ts';
import { INPUT, ONE_CANDIDATE, SKIPPING } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { printBatches } from '../print-stream.ts';
import { useValue } from '../run-workflow.ts';
import { printResult, printWarnings } from '../terminal.ts';

/** `zerolm convert IN --to FORM`: candidates in another form, if it can describe them. */
export const command = defineCommand({
  description: 'write candidates in another form, as JSON or NDJSON',
  args: [['<input>', 'file with specs, a folder of such files, or - for stdin']],
  options: {
    [COMMON]: {
      to: option('--to <form>', 'form of the output', {
        choices: CONVERSION_TARGETS,
        mandatory: true,
      }),
      ...ONE_CANDIDATE,
      ...INPUT,
      ...SKIPPING,
    },
  },
  examples: [
    'zerolm convert candidates.ndjson --to hugging-face > configs.ndjson',
    'zerolm convert candidates.ndjson --id candidate-7 --to flexibert',
  ],
  action: async ([input], given) => {
    let seen = 0;
    let alone: object | undefined;
    const linesOf = (specs: readonly object[]): string => {
      const all = alone === undefined ? specs : [alone, ...specs];
      seen += specs.length;
      // A spec is printed over several lines if no other follows.
      alone = seen === 1 ? all[0] : undefined;
      return alone === undefined ? all.map((spec) => `${JSON.stringify(spec)}\n`).join('') : '';
    };
    const { count, warnings } = await useValue(
      (context) => convert({ ...given, input }, context),
      ({ batches }) => printBatches(batches, linesOf),
    );
    if (alone !== undefined) printResult(`${JSON.stringify(alone, null, 2)}\n`);
    printWarnings(warnings);
    if (count === 0) throw Refusal.of('no candidate is left');
  },
});
