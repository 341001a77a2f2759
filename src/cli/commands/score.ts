import type { Command } from 'commander';
import { scoreReport } from '../../report/score-report.ts';
import { score } from '../../workflows/score.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { ENGINE } from '../options/engine-options.ts';
import { ONE_CANDIDATE, INPUT, EXPERTS } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    ...ONE_CANDIDATE,
    alpha: SCORING.alpha,
    settings: SCORING.settings,
    mode: SCORING.mode,
    seed: SCORING.seed,
    ...FORMAT,
  },
  'Scoring:': { ...SCORING, ...EXPERTS },
  'Engine:': ENGINE,
  'Input:': INPUT,
} as const satisfies OptionGroups;

/** Adds `zerolm score SPEC`: the score of one architecture and its parts. */
export function addScoreCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('score')
      .description('score one architecture, in total and by block')
      .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin'),
    OPTIONS,
    [
      'zerolm score my-model/config.json',
      'zerolm score my-model/config.json --mode sampled --format json',
    ],
  );
  command.action((input: string) =>
    runWorkflow(
      command,
      OPTIONS,
      (given, context) => score({ ...given, input }, context),
      scoreReport,
    ),
  );
}
