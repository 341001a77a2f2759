import type { Command } from 'commander';
import { rankReport } from '../../report/rank-report.ts';
import { rank } from '../../workflows/rank.ts';
import { runWorkflow } from '../run-workflow.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { COST } from '../options/cost-options.ts';
import { ENGINE } from '../options/engine-options.ts';
import { INPUT, EXPERTS, SKIPPING } from '../options/input-options.ts';
import { FORMAT, REPORT, PLOT } from '../options/output-options.ts';
import { RANKING } from '../options/ranking-options.ts';
import { SCORING } from '../options/scoring-options.ts';
import { TRUTH, INTERVALS } from '../options/truth-options.ts';

const OPTIONS = {
  [COMMON]: {
    truth: TRUTH.truth,
    ...RANKING,
    cost: COST.cost,
    alpha: SCORING.alpha,
    settings: SCORING.settings,
    ...REPORT,
    ...FORMAT,
    ...SKIPPING,
  },
  'Scoring:': { ...SCORING, ...EXPERTS },
  'Ground truth:': { ...TRUTH, ...INTERVALS },
  'Cost:': COST,
  'Engine:': ENGINE,
  'Input:': INPUT,
  'Output:': PLOT,
} as const satisfies OptionGroups;

/** Adds `zerolm rank INPUT...`: all candidates by score, and how that agrees with the truth. */
export function addRankCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('rank')
      .description('rank candidates, and compare with measured quality')
      .argument('<input...>', 'files with specs, checkpoints, folders of these, or - for stdin'),
    OPTIONS,
    [
      'zerolm rank candidates.ndjson --top 10',
      'zerolm rank my-models/ --truth results.csv --report ranking.html',
    ],
  );
  command.action((inputs: readonly string[]) =>
    runWorkflow(
      command,
      OPTIONS,
      (given, context) => rank({ ...given, inputs }, context),
      rankReport,
    ),
  );
}
