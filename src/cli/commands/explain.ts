import { explainReport } from '../../report/explain-report.ts';
import { explain } from '../../workflows/explain.ts';
import { defineReportCommand } from '../define-command.ts';
import { ONE_PROXY, PROXY_SETTING_OPTIONS } from '../options/evaluation-options.ts';
import { EXPERTS, INPUT } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { ENGINE, NETWORK, RESUME } from '../options/run-options.ts';
import { SCORING } from '../options/scoring-options.ts';

/** `zerolm explain A B`: why one architecture outranks another. */
export const command = defineReportCommand({
  description: 'explain why one architecture outranks another',
  args: [
    ['<a>', 'file with a spec or with both, or - for stdin'],
    ['[b]', 'file with the other spec'],
  ],
  options: {
    [COMMON]: {
      id: option('--id <id>', 'one for each file, or two of one file', { repeatable: true }),
      choices: option('--choices <file>', 'allowed changes: JSON lists of values by field', {
        defaultText: 'inferred',
      }),
      ...ONE_PROXY,
      alpha: SCORING.alpha,
      settings: SCORING.settings,
      ...FORMAT,
    },
    'Scoring:': { ...SCORING, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Input:': INPUT,
  },
  examples: [
    'zerolm explain small/config.json large/config.json',
    'zerolm explain candidates.ndjson --id candidate-7 --id candidate-12',
  ],
  run: ([a, b], given, context) =>
    explain({ ...given, inputs: b === undefined ? [a] : [a, b], proxySettings: given }, context),
  report: explainReport,
});
