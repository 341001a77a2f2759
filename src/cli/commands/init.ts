import { init } from '../../workflows/init.ts';
import { defineCommand } from '../define-command.ts';
import { INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { valueOf } from '../run-workflow.ts';
import { printResult } from '../terminal.ts';

/** `zerolm init SPEC --out FILE`: the weights that a seed draws, as a checkpoint. */
export const command = defineCommand({
  description: 'write a model at initialization as safetensors',
  args: [['<spec>', 'file with the spec']],
  options: {
    [COMMON]: {
      out: option('--out <file>', 'write the checkpoint here, as model.safetensors', {
        mandatory: true,
      }),
      ...ONE_CANDIDATE,
      ...DRAWING,
      ...INPUT,
    },
  },
  examples: [
    'zerolm init my-model/config.json --out model.safetensors',
    'zerolm init candidates.ndjson --id model-7 --seed 1 --out model.safetensors',
  ],
  action: async ([input], given) => {
    const model = await valueOf((context) => init({ ...given, input }, context));
    const { out, id, seed, weights, parameters } = model;
    const size = `${weights} weights, ${parameters.toLocaleString('en-US')} parameters`;
    printResult(`${out}: ${id}, ${size} in single precision, seed ${seed}\n`);
  },
});
