import type { Command } from 'commander';
import { DEFAULT_SAMPLE_SIZE, sample } from '../../workflows/sample.ts';
import { givenOptions } from '../given-options.ts';
import { candidateLines, printBatches } from '../print-batches.ts';
import { printNote, printWarnings } from '../terminal.ts';
import { valueOf } from '../value-of.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { wholeNumber } from '../options/parse-values.ts';
import { CONSTRAINTS } from '../options/space-options.ts';

/** Most candidates of a sample, which keeps up to 48 bytes of each. */
const MAX_DRAWN = 100_000_000;

const OPTIONS = {
  [COMMON]: {
    n: {
      flags: '--n <n>',
      description: 'candidates to draw',
      parse: wholeNumber(1, MAX_DRAWN),
      default: DEFAULT_SAMPLE_SIZE,
    },
    seed: DRAWING.seed,
    ...CONSTRAINTS,
  },
} as const satisfies OptionGroups;

/** Adds `zerolm sample SPACE`: candidates drawn from a search space, one per line. */
export function addSampleCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('sample')
      .description('draw candidates from a search space, as NDJSON')
      .argument('<space>', 'file with the search space (JSON, YAML)'),
    OPTIONS,
    [
      'zerolm sample space.json --n 1000 > candidates.ndjson',
      'zerolm sample space.json --n 1000 --constraint "params <= 15M" | zerolm rank -',
    ],
  );
  command.action(async (space: string) => {
    const request = { space, ...givenOptions(command, OPTIONS) };
    const { batches } = await valueOf(({ signal }) => sample(request, { signal }));
    const { count, draws, leftOut, warnings } = await printBatches(batches, candidateLines);
    printWarnings(warnings);
    if (warnings.length > 0 || leftOut.length === 0) return;
    printNote(`${draws} draws for ${count} candidates (${leftOut.join('; ')})`);
  });
}
