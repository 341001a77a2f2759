import type { Command } from 'commander';
import { MAX_MISSES, SpaceSampler } from '../../search-space/space-sampler.ts';

import { describeLeftOut, printCandidates } from '../print-candidates.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { openSpace, sizeOf } from '../space-option.ts';
import { printNote, printWarnings } from '../terminal.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { DRAWING } from '../options/scoring-options.ts';
import { CONSTRAINTS, SAMPLE } from '../options/space-options.ts';

const OPTIONS = {
  [COMMON]: { ...SAMPLE, seed: DRAWING.seed, ...CONSTRAINTS },
} as const satisfies OptionGroups;

type SampleOptions = CommandValues<typeof OPTIONS>;

/** `zerolm sample SPACE`: candidates drawn from a search space, one a line. */
export function addSampleCommand(program: Command): void {
  describeCommand(
    program
      .command('sample')
      .description('draw candidates from a search space, as NDJSON')
      .argument('<space>', 'file with the search space (JSON, YAML)'),
    OPTIONS,
    [
      'zerolm sample space.json --n 1000 > candidates.ndjson',
      'zerolm sample space.json --n 1000 --constraint "params <= 15M" | zerolm rank -',
    ],
  ).action(sample);
}

async function sample(file: string, { n, seed, constraint }: SampleOptions): Promise<void> {
  const space = await openSpace(file, constraint);
  const { size, text } = sizeOf(space);
  if (BigInt(n) > size) {
    throw Refusal.of(
      `--n ${n}: ${file} holds ${text}; ask for at most as many, or list them with zerolm enumerate`,
    );
  }
  const sampler = await SpaceSampler.open(space, seed);
  const { count, exhausted } = await printCandidates(() => sampler.next(), n);
  const leftOut = describeLeftOut(sampler.leftOut, space);
  const reasons = leftOut.length === 0 ? '' : ` (${leftOut.join('; ')})`;
  if (exhausted === undefined) {
    if (leftOut.length > 0) printNote(`${sampler.draws} draws for ${n} candidates${reasons}`);
    return;
  }
  const how = exhausted.certain
    ? `${file} holds ${count === 0 ? 'no candidate' : `${count} candidates only`}`
    : `${MAX_MISSES} draws in a row gave no ${count === 0 ? '' : 'further '}candidate`;
  if (count === 0) {
    throw Refusal.of(`${how} that is valid and fulfils the constraints${reasons}; loosen them`);
  }
  const message = `${count} of ${n}: ${how} that are valid and fulfil the constraints${reasons}`;
  printWarnings([{ source: '--n', path: '', message }]);
}
