import { rankReport } from '../../report/rank-report.ts';
import { rank } from '../../workflows/rank.ts';
import { defineReportCommand } from '../define-command.ts';
import { COMBINE, PROXY_SETTING_OPTIONS, RANKING_PROXIES } from '../options/evaluation-options.ts';
import { CONSTRAINTS, EXPERTS, IDS, INPUT, SKIPPING } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { EMIT, FORMAT, PLOT, RANKING, REPORT } from '../options/output-options.ts';
import { COST, ENGINE, NETWORK, RESUME } from '../options/run-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { INTERVALS, TRUTH } from '../options/truth-options.ts';

/** `zerolm rank INPUT...`: all candidates by score, and how that agrees with the truth. */
export const command = defineReportCommand({
  description: 'rank candidates, and compare with measured quality',
  args: [['<input...>', 'files with specs, checkpoints, folders of these, or - for stdin']],
  options: {
    [COMMON]: {
      truth: TRUTH.truth,
      ...RANKING_PROXIES,
      ...RANKING,
      cost: COST.cost,
      settings: SCORING.settings,
      ...REPORT,
      ...FORMAT,
      ...SKIPPING,
    },
    'Scoring:': { ...COMBINE, ...SCORING, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
    'Ground truth:': { ...TRUTH, ...INTERVALS },
    'Cost:': COST,
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Input:': { ...CONSTRAINTS, ...INPUT, ...IDS },
    'Output:': { ...EMIT, ...PLOT },
  },
  examples: [
    'zerolm rank candidates.ndjson --top 10',
    'zerolm rank my-models/ --truth results.csv --report ranking.html',
  ],
  run: ([inputs], given, context) => rank({ ...given, inputs, proxySettings: given }, context),
  report: rankReport,
});
