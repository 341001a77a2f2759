import type { EvaluateDocument } from '../../report/documents/evaluate-document.ts';
import type { SuiteDocument } from '../../report/documents/suite-document.ts';
import { evaluateReport } from '../../report/evaluate-report.ts';
import { suiteReport } from '../../report/suite-report.ts';
import { evaluateSuite } from '../../workflows/evaluate-suite.ts';
import { evaluate } from '../../workflows/evaluate.ts';
import { Refusal } from '../../workflows/refusal.ts';
import type { Outcome } from '../../workflows/workflow.ts';
import { defineReportCommand } from '../define-command.ts';
import {
  COMBINE,
  EVALUATION,
  PROXY_SETTING_OPTIONS,
  SUITE,
  TOPS,
} from '../options/evaluation-options.ts';
import { EXPERTS, IDS, INPUT, SKIPPING } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { EMIT, FORMAT, PLOT, REPORT } from '../options/output-options.ts';
import { ENGINE, NETWORK, RESUME } from '../options/run-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { INTERVALS, TRUTH_FILE } from '../options/truth-options.ts';
import type { Presentable } from '../run-workflow.ts';

type Evaluated = EvaluateDocument | SuiteDocument;

/** `zerolm evaluate INPUT...`: how well each proxy ranks candidates of measured quality. */
export const command = defineReportCommand({
  description: 'compare proxies on candidates of measured quality',
  args: [['[input...]', 'files with specs, folders of such files, or - for stdin']],
  options: {
    [COMMON]: {
      truth: TRUTH_FILE.truth,
      ...SUITE,
      ...EVALUATION,
      ...REPORT,
      ...PLOT,
      ...FORMAT,
      ...SKIPPING,
    },
    'Scoring:': { ...COMBINE, ...SCORING, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
    'Ground truth:': { ...TRUTH_FILE, ...TOPS, ...INTERVALS },
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Input:': { ...INPUT, ...IDS },
    'Output:': EMIT,
  },
  examples: [
    'zerolm evaluate candidates.ndjson --truth results.csv',
    'zerolm evaluate --suite suite.yaml --proxy closed-form --report suite.html',
  ],
  run: ([inputs], { suite, ...given }, context): Promise<Outcome<Presentable<Evaluated>>> => {
    const request = { ...given, proxySettings: given };
    if (suite === undefined) {
      if (inputs.length === 0) throw Refusal.of('no input: name files or folders, or a --suite');
      return evaluate({ ...request, inputs }, context);
    }
    if (inputs.length > 0) {
      throw Refusal.of(`--suite: the file names its inputs; leave out ${inputs.join(' ')}`);
    }
    return evaluateSuite({ ...request, suite }, context);
  },
  report: (document: Evaluated) =>
    'ranking' in document ? suiteReport(document) : evaluateReport(document),
});
