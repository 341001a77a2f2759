import { CONVERSION_TARGETS } from '../../converting/conversion-targets.ts';
import { convert } from '../../workflows/convert.ts';
import { convertToPytorch } from '../../workflows/convert-to-pytorch.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { defineCommand } from '../define-command.ts';
import { INPUT, ONE_CANDIDATE, SKIPPING } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { printBatches } from '../print-stream.ts';
import { valueOf } from '../run-workflow.ts';
import { printResult, printWarnings } from '../terminal.ts';

/**
 * `zerolm convert IN --to FORM`: candidates in another form, if it can describe them; one as a
 * module of PyTorch.
 */
export const command = defineCommand({
  description: 'write candidates in another form, as JSON or NDJSON, or one as a PyTorch module',
  args: [['<input>', 'file with specs, a folder of such files, or - for stdin']],
  options: {
    [COMMON]: {
      to: option('--to <form>', 'form of the output', {
        choices: [...CONVERSION_TARGETS, 'pytorch'],
        mandatory: true,
      }),
      ...ONE_CANDIDATE,
      ...INPUT,
      ...SKIPPING,
    },
  },
  examples: [
    'zerolm convert candidates.ndjson --to hugging-face > configs.ndjson',
    'zerolm convert candidates.ndjson --id candidate-7 --to pytorch > model.py',
  ],
  action: async ([input], given) => {
    const { to } = given;
    if (to === 'pytorch') {
      printResult(await valueOf((context) => convertToPytorch({ ...given, input }, context)));
      return;
    }
    const request = { ...given, to, input };
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
  },
});
