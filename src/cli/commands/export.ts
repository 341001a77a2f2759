import { exportSummary } from '../../report/export-summary.ts';
import { exportModel } from '../../workflows/export-model.ts';
import { defineCommand } from '../define-command.ts';
import { INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { FIXED_PASS } from '../options/run-options.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { valueOf } from '../run-workflow.ts';
import { printResult } from '../terminal.ts';

/** `zerolm export SPEC --out FILE`: the model at initialization, as an ONNX file. */
export const command = defineCommand({
  description: 'write a model at initialization as ONNX',
  args: [['<spec>', 'file with the spec']],
  options: {
    [COMMON]: {
      out: option('--out <file>', 'write the model here, as model.onnx', { mandatory: true }),
      externalData: option('--external-data', 'write the weights to a file of their own'),
      ...FIXED_PASS,
      ...ONE_CANDIDATE,
      ...DRAWING,
      ...INPUT,
    },
  },
  examples: [
    'zerolm export my-model/config.json --out model.onnx',
    'zerolm export my-model/config.json --out model.onnx --external-data',
  ],
  action: async ([input], given) => {
    const model = await valueOf((context) => exportModel({ ...given, input }, context));
    printResult(exportSummary(model));
  },
});
