import { inspectReport } from '../../report/inspect-report.ts';
import { inspect } from '../../workflows/inspect.ts';
import { defineReportCommand } from '../define-command.ts';
import { EXPERTS, INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import { COMMON, option } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { FIT, PASS } from '../options/run-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

/** `zerolm inspect SPEC`: every weight of one architecture, and the sums per sub-module. */
export const command = defineReportCommand({
  description: 'list every weight of one architecture',
  args: [['<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin']],
  options: {
    [COMMON]: {
      ...ONE_CANDIDATE,
      initialization: DRAWING.initialization,
      ...INPUT,
      ...EXPERTS,
      ...FORMAT,
    },
    'Memory:': {
      memory: option('--memory', 'what a pass holds in memory, part by part'),
      ...FIT,
      ...PASS,
    },
  },
  examples: [
    'zerolm inspect my-model/model.safetensors --format csv',
    'zerolm inspect my-model/config.json --memory --dtype bf16 --context 8192',
  ],
  run: ([input], given, context) => inspect({ ...given, input }, context),
  report: inspectReport,
});
