import type { Command } from 'commander';
import { scoreReport } from '../../report/score-report.ts';
import { score } from '../../workflows/score.ts';
import { ENGINE } from '../options/engine-options.ts';
import { EXPERTS, INPUT, ONE_CANDIDATE } from '../options/input-options.ts';
import { COMMON, describeCommand } from '../options/option-spec.ts';
import { FORMAT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { runWorkflow } from '../run-workflow.ts';

/** Adds `zerolm score SPEC`: the score of one architecture and its parts. */
export function addScoreCommand(program: Command): void {
  const { alpha, settings, mode, seed } = SCORING;
  const command = describeCommand(
    program
      .command('score')
      .description('score one architecture, in total and by block')
      .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin'),
    {
      [COMMON]: { ...ONE_CANDIDATE, alpha, settings, mode, seed, ...FORMAT },
      'Scoring:': { ...SCORING, ...EXPERTS },
      'Engine:': ENGINE,
      'Input:': INPUT,
    },
    [
      'zerolm score my-model/config.json',
      'zerolm score my-model/config.json --mode sampled --format json',
    ],
  );
  command.action((input: string) =>
    runWorkflow(command, (given, context) => score({ input, ...given }, context), scoreReport),
  );
}
