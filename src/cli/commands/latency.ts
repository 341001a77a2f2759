import { latencyReport } from '../../report/latency-report.ts';
import { latency } from '../../workflows/latency.ts';
import { defineReportCommand } from '../define-command.ts';
import { IDS, INPUT } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { EMIT, FORMAT } from '../options/output-options.ts';
import { LATENCY } from '../options/run-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

/** `zerolm latency SPEC...`: the time of a forward pass of each model on this machine. */
export const command = defineReportCommand({
  description: 'measure how long a forward pass takes here',
  args: [['<spec...>', 'files with specs, folders of such files, or - for stdin']],
  options: {
    [COMMON]: { ...LATENCY, seed: DRAWING.seed, ...INPUT, ...IDS, ...EMIT, ...FORMAT },
  },
  examples: [
    'zerolm latency my-model/config.json',
    'zerolm rank my-models/ --top 5 --emit specs | zerolm latency -',
  ],
  run: ([inputs], given, context) => latency({ ...given, inputs }, context),
  report: latencyReport,
});
