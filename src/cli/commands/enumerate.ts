import type { Command } from 'commander';
import { SpaceWalk } from '../../search-space/space-walk.ts';

import { describeLeftOut, printCandidates } from '../print-candidates.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { openSpace, sizeOf } from '../space-option.ts';
import { printNote } from '../terminal.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { CONSTRAINTS, PART } from '../options/space-options.ts';

/** Candidates up to which a space is walked in one go; they would take some hours. */
const MAX_WALKED = 2n ** 32n;

const OPTIONS = {
  [COMMON]: { ...PART, ...CONSTRAINTS },
} as const satisfies OptionGroups;

type EnumerateOptions = CommandValues<typeof OPTIONS>;

/** `zerolm enumerate SPACE`: every candidate of a search space, one a line. */
export function addEnumerateCommand(program: Command): void {
  describeCommand(
    program
      .command('enumerate')
      .description('list the candidates of a search space, as NDJSON')
      .argument('<space>', 'file with the search space (JSON, YAML)'),
    OPTIONS,
    [
      'zerolm enumerate space.json > candidates.ndjson',
      'zerolm enumerate space.json --from 1000 --count 10',
    ],
  ).action(enumerate);
}

async function enumerate(
  file: string,
  { from, count, constraint }: EnumerateOptions,
): Promise<void> {
  const space = await openSpace(file, constraint);
  const { size, text } = sizeOf(space);
  if (from >= size) {
    throw Refusal.of(`--from ${from}: ${file} holds ${text}, with the numbers from 0`);
  }
  if ((count ?? size - from) > MAX_WALKED) {
    throw Refusal.of(
      `${file} holds ${text}: walk a part of at most ${MAX_WALKED} with --from and --count, or draw some with zerolm sample`,
    );
  }
  printNote(`${file}: ${text}${space.constraints.length > 0 ? ', before constraints' : ''}`);
  const walk = await SpaceWalk.open(space, from, count);
  const { count: printed } = await printCandidates(() => walk.next());
  const leftOut = describeLeftOut(walk.leftOut, space);
  if (leftOut.length > 0) {
    printNote(`${printed.toLocaleString('en-US')} listed; left out ${leftOut.join('; ')}`);
  }
}
