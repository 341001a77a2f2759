import { tuneReport } from '../../report/tune-report.ts';
import { formatSettingsFile } from '../../tuning/settings-file.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { BALANCE_FIELDS } from '../../workflows/scoring-request.ts';
import { tune } from '../../workflows/tune.ts';
import { defineCommand } from '../define-command.ts';
import { EXPERTS, IDS, INPUT, SKIPPING } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { FORMAT, REPORT } from '../options/output-options.ts';
import { ENGINE } from '../options/run-options.ts';
import { CAPACITIES } from '../options/scoring-options.ts';
import { TRUTH } from '../options/truth-options.ts';
import { REFUSED, TUNING } from '../options/tuning-options.ts';
import { openSettings } from '../output-file.ts';
import { presentWorkflow } from '../run-workflow.ts';

/** `zerolm tune INPUT...`: a balance for a search space, and how well it orders the unseen. */
export const command = defineCommand({
  description: 'choose the balance from a few measured qualities',
  args: [['<input...>', 'files with specs, checkpoints, folders of these, or - for stdin']],
  options: {
    [COMMON]: { ...TUNING, truth: TRUTH.truth, ...REPORT, ...FORMAT, ...SKIPPING },
    'Scoring:': { ...CAPACITIES, ...EXPERTS, ...REFUSED },
    'Ground truth:': TRUTH,
    'Engine:': ENGINE,
    'Input:': { ...INPUT, ...IDS },
  },
  examples: [
    'zerolm tune candidates.ndjson --truth results.csv --out settings.json',
    'zerolm tune candidates.ndjson --strategy label-free --out settings.json',
  ],
  action: async ([inputs], given, own) => {
    const refused = BALANCE_FIELDS.find((field) => given[field] !== undefined);
    if (refused !== undefined) {
      throw Refusal.of(
        `--${refused}: tune chooses the coefficients of attention, feedForward and embedding itself: leave it out`,
      );
    }
    const out = await openSettings(given, inputs);
    await presentWorkflow(
      own,
      given,
      (request, context) => tune({ ...request, inputs }, context),
      tuneReport,
      async ({ settingsFile }) => out?.write(formatSettingsFile(settingsFile)),
    );
  },
});
