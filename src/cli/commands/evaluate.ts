import { evaluateReport } from '../../report/evaluate-report.ts';
import { evaluate } from '../../workflows/evaluate.ts';
import { defineReportCommand } from '../define-command.ts';
import { COMBINE, EVALUATION, PROXY_SETTING_OPTIONS } from '../options/evaluation-options.ts';
import { EXPERTS, IDS, INPUT, SKIPPING } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { EMIT, FORMAT, PLOT, REPORT } from '../options/output-options.ts';
import { ENGINE, NETWORK, RESUME } from '../options/run-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { INTERVALS, TRUTH_FILE } from '../options/truth-options.ts';

/** `zerolm evaluate INPUT...`: how well each proxy ranks candidates of measured quality. */
export const command = defineReportCommand({
  description: 'compare proxies on candidates of measured quality',
  args: [['<input...>', 'files with specs, folders of such files, or - for stdin']],
  options: {
    [COMMON]: {
      truth: TRUTH_FILE.truth,
      ...EVALUATION,
      ...REPORT,
      ...PLOT,
      ...FORMAT,
      ...SKIPPING,
    },
    'Scoring:': { ...COMBINE, ...SCORING, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
    'Ground truth:': { ...TRUTH_FILE, ...INTERVALS },
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Input:': { ...INPUT, ...IDS },
    'Output:': EMIT,
  },
  examples: [
    'zerolm evaluate candidates.ndjson --truth results.csv',
    'zerolm evaluate my-models/ --truth results.csv --proxy all --within depth',
  ],
  run: ([inputs], given, context) => evaluate({ ...given, inputs, proxySettings: given }, context),
  report: evaluateReport,
});
