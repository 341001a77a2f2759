import { CONVERSION_TARGETS } from '../../converting/conversion-targets.ts';
import { convert } from '../../workflows/convert.ts';
import { defineCommand } from '../define-command.ts';
import { IDS, INPUT, ONE_CANDIDATE, SKIPPING } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { EMIT } from '../options/output-options.ts';
import { valueOf } from '../run-workflow.ts';
import { openSpecOutput } from '../spec-output.ts';

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
      out: option('--out <path>', 'write the specs here: a .json or .ndjson file, or a folder'),
      ...ONE_CANDIDATE,
      ...IDS,
      ...INPUT,
      ...SKIPPING,
      ...EMIT,
    },
  },
  examples: [
    'zerolm convert candidates.ndjson --to hugging-face > configs.ndjson',
    'zerolm sample space.json | zerolm convert - --to hugging-face --out configs/',
  ],
  action: async ([input], given) => {
    const { to, out, emit } = given;
    const write = await openSpecOutput({ to, input, out, lines: emit !== undefined });
    const { batches } = await valueOf(({ signal }) => convert({ ...given, input }, { signal }));
    await write(batches);
  },
});
