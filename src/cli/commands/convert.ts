import { CONVERSION_TARGETS } from '../../converting/conversion-targets.ts';
import type { Drawing } from '../../workflows/init.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { convert } from '../../workflows/convert.ts';
import { convertToPytorch } from '../../workflows/convert-to-pytorch.ts';
import { defineCommand } from '../define-command.ts';
import { IDS, INPUT, ONE_CANDIDATE, SKIPPING } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { EMIT } from '../options/output-options.ts';
import { openOutputFile } from '../output-file.ts';
import { useValue, valueOf } from '../run-workflow.ts';
import { openSpecOutput } from '../spec-output.ts';
import { printResult } from '../terminal.ts';

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
      out: option('--out <path>', 'write it here: a .json, .ndjson or .py file, or a folder'),
      ...ONE_CANDIDATE,
      ...IDS,
      ...INPUT,
      ...SKIPPING,
      ...EMIT,
    },
    'Weights:': {
      weights: option(
        '--weights',
        'also write the weights that a seed draws, as model.safetensors',
      ),
      ...DRAWING,
    },
  },
  examples: [
    'zerolm sample space.json | zerolm convert - --to hugging-face --out configs/',
    'zerolm convert candidates.ndjson --id candidate-7 --to pytorch --out model.py',
  ],
  action: async ([input], given) => {
    const { to, out, emit, weights = false, seed, initialization } = given;
    if (!weights) refuseDrawing({ seed, initialization });
    if (to === 'pytorch') {
      if (weights) throw Refusal.of('--weights: expected --to hugging-face');
      const file = out === undefined ? null : await openOutputFile('--out', out, ['.py']);
      const python = await valueOf((context) => convertToPytorch({ ...given, input }, context));
      if (file === null) printResult(python);
      else await file.write(python);
      return;
    }
    const write = await openSpecOutput({
      ...{ to, input, out, lines: emit !== undefined },
      ...(weights && { weights: { seed, initialization } }),
    });
    await useValue(
      (context) => convert({ ...given, to, input }, context),
      ({ batches }) => write(batches),
    );
  },
});

/** Refuses options that draw weights where none are written. */
function refuseDrawing(drawing: Drawing): void {
  const [name] = Object.entries(drawing).find(([, value]) => value !== undefined) ?? [];
  if (name !== undefined) throw Refusal.of(`--${name}: expected --weights too, which it is for`);
}
