import { predictReport } from '../../report/predict-report.ts';
import { formatKeptModel } from '../../prediction/kept-model.ts';
import { predict } from '../../workflows/predict.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { defineCommand } from '../define-command.ts';
import { PROXY_SETTING_OPTIONS } from '../options/evaluation-options.ts';
import { EXPERTS, IDS, INPUT, SKIPPING } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { EMIT, FORMAT, REPORT } from '../options/output-options.ts';
import { PREDICTION } from '../options/prediction-options.ts';
import { ENGINE, NETWORK, RESUME } from '../options/run-options.ts';
import { CAPACITIES } from '../options/scoring-options.ts';
import { TRUTH } from '../options/truth-options.ts';
import { openSettings } from '../output-file.ts';
import { presentWorkflow } from '../run-workflow.ts';

/** `zerolm predict INPUT...`: all candidates by the quality that a few labels predict. */
export const command = defineCommand({
  description: 'rank candidates by a few labels, or choose which to label',
  args: [['<input...>', 'files with specs, folders of these, or - for stdin']],
  options: {
    [COMMON]: { truth: TRUTH.truth, ...PREDICTION, ...REPORT, ...FORMAT, ...SKIPPING },
    'Scoring:': { ...CAPACITIES, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
    'Ground truth:': TRUTH,
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Input:': { ...INPUT, ...IDS },
    'Output:': EMIT,
  },
  examples: [
    'zerolm predict candidates.ndjson --suggest 12',
    'zerolm predict candidates.ndjson --truth labels.csv --top 10 --out model.json',
  ],
  action: async ([inputs], given, own) => {
    const out = await openSettings(given, inputs);
    await presentWorkflow(
      own,
      given,
      (request, context) => predict({ ...request, inputs, proxySettings: given }, context),
      predictReport,
      async ({ keptModel }) => {
        if (out === null) return;
        if (keptModel === null)
          throw Refusal.of('--out: there are no labels to learn from; add --truth');
        await out.write(formatKeptModel(keptModel));
      },
    );
  },
});
