import type { Command } from 'commander';
import { enumerate } from '../../workflows/enumerate.ts';
import { describeSize } from '../../workflows/open-space.ts';
import { givenOptions } from '../given-options.ts';
import { candidateLines, printBatches } from '../print-batches.ts';
import { printNote } from '../terminal.ts';
import { valueOf } from '../value-of.ts';
import { COMMON, describeCommand, type OptionGroups } from '../options/option-spec.ts';
import { parseBigInt } from '../options/parse-values.ts';
import { CONSTRAINTS } from '../options/space-options.ts';

const OPTIONS = {
  [COMMON]: {
    from: {
      flags: '--from <i>',
      description: 'number of the first candidate',
      parse: parseBigInt,
      default: 0n,
      defaultText: '0',
    },
    count: {
      flags: '--count <n>',
      description: 'candidates to list',
      parse: parseBigInt,
      defaultText: 'all',
    },
    ...CONSTRAINTS,
  },
} as const satisfies OptionGroups;

/** Adds `zerolm enumerate SPACE`: every candidate of a search space, one per line. */
export function addEnumerateCommand(program: Command): void {
  const command = describeCommand(
    program
      .command('enumerate')
      .description('list the candidates of a search space, as NDJSON')
      .argument('<space>', 'file with the search space (JSON, YAML)'),
    OPTIONS,
    [
      'zerolm enumerate space.json > candidates.ndjson',
      'zerolm enumerate space.json --from 1000 --count 10',
    ],
  );
  command.action(async (space: string) => {
    const request = { space, ...givenOptions(command, OPTIONS) };
    const listed = await valueOf(({ signal }) => enumerate(request, { signal }));
    const rest = listed.isConstrained ? ', before constraints' : '';
    printNote(`${space}: ${describeSize(listed.size)}${rest}`);
    const { count, leftOut } = await printBatches(listed.batches, candidateLines);
    if (leftOut.length === 0) return;
    printNote(`${count.toLocaleString('en-US')} listed; left out ${leftOut.join('; ')}`);
  });
}
