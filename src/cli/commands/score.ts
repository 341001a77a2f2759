import { scoreReport } from '../../report/score-report.ts';
import { score } from '../../workflows/score.ts';
import { defineReportCommand } from '../define-command.ts';
import { ONE_PROXY, PROXY_SETTING_OPTIONS } from '../options/evaluation-options.ts';
import { EXPERTS, INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import { COMMON } from '../options/option-spec.ts';
import { EMIT, FORMAT } from '../options/output-options.ts';
import { ENGINE, NETWORK, RESUME } from '../options/run-options.ts';
import { SCORING } from '../options/scoring-options.ts';

/** `zerolm score SPEC`: the score of one architecture and its parts. */
export const command = defineReportCommand({
  description: 'score one architecture, in total and by block',
  args: [['<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin']],
  options: {
    [COMMON]: {
      ...ONE_CANDIDATE,
      ...ONE_PROXY,
      alpha: SCORING.alpha,
      settings: SCORING.settings,
      mode: SCORING.mode,
      seed: SCORING.seed,
      ...FORMAT,
    },
    'Scoring:': { ...SCORING, ...EXPERTS, ...PROXY_SETTING_OPTIONS },
    'Networks:': NETWORK,
    'Engine:': { ...ENGINE, ...RESUME },
    'Input:': INPUT,
    'Output:': EMIT,
  },
  examples: [
    'zerolm score my-model/config.json',
    'zerolm score my-model/config.json --mode sampled --format json',
  ],
  run: ([input], given, context) => score({ ...given, input, proxySettings: given }, context),
  report: scoreReport,
});
