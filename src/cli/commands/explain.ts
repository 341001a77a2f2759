import { explainReport } from '../../report/explain-report.ts';
import { explain } from '../../workflows/explain.ts';
import { defineReportCommand } from '../define-command.ts';
import { EXPERTS, INPUT } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { ENGINE } from '../options/run-options.ts';
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
      alpha: SCORING.alpha,
      settings: SCORING.settings,
      ...FORMAT,
    },
    'Scoring:': { ...SCORING, ...EXPERTS },
    'Engine:': ENGINE,
    'Input:': INPUT,
  },
  examples: [
    'zerolm explain small/config.json large/config.json',
    'zerolm explain candidates.ndjson --id candidate-7 --id candidate-12',
  ],
  run: ([a, b], given, context) =>
    explain({ ...given, inputs: b === undefined ? [a] : [a, b] }, context),
  report: explainReport,
});
