import type { Command } from 'commander';
import { inventory } from '../../architecture/inventory.ts';
import { countParameters } from '../../architecture/parameter-counts.ts';
import { initializedCheckpoint } from '../../checkpoints/initialized-checkpoint.ts';
import { TOOL } from '../../report/documents.ts';

import { readOne } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, printWarnings, withProgress } from '../terminal.ts';
import { countedPieces, writeOrRemove } from '../write-or-remove.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ONE_CANDIDATE, INPUT } from '../options/input-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

/** What the name of a checkpoint has to end in, so that it is read back as one. */
const ENDING = '.safetensors';

const OPTIONS = {
  [COMMON]: {
    out: {
      flags: '--out <file>',
      description: 'write the checkpoint here, as model.safetensors',
      mandatory: true,
    },
    ...ONE_CANDIDATE,
    ...DRAWING,
    ...INPUT,
  },
} as const satisfies OptionGroups;

type InitOptions = CommandValues<typeof OPTIONS>;

/** `zerolm init SPEC --out FILE`: the weights that a seed draws, as a checkpoint. */
export function addInitCommand(program: Command): void {
  describeCommand(
    program
      .command('init')
      .description('write a model at initialization as safetensors')
      .argument('<spec>', 'file with the spec'),
    OPTIONS,
    [
      'zerolm init my-model/config.json --out model.safetensors',
      'zerolm init candidates.ndjson --id model-7 --seed 1 --out model.safetensors',
    ],
  ).action(init);
}

async function init(spec: string, options: InitOptions): Promise<void> {
  const { seed, initialization, out } = options;
  if (!out.endsWith(ENDING)) {
    throw Refusal.of(`--out "${out}": expected a name that ends in ${ENDING}`);
  }
  const { id, architecture } = await readOne(spec, options, printWarnings);
  const weights = inventory(architecture, initialization);
  const { total } = countParameters(weights);
  const metadata = {
    // Without it transformers refuses to load a file.
    format: 'pt',
    tool: `${TOOL.name} ${TOOL.version}`,
    id,
    seed: String(seed),
    initialization,
  };
  const pieces = initializedCheckpoint(weights, seed, metadata);
  const written = await withProgress((onProgress) =>
    writeOrRemove(out, countedPieces(pieces, 4 * total, onProgress)),
  );
  if (!written.ok) {
    throw new Refusal([{ source: out, path: '', message: `--out: ${written.reason}` }]);
  }
  const size = `${weights.length} weights, ${total.toLocaleString('en-US')} parameters`;
  printResult(`${out}: ${id}, ${size} in single precision, seed ${seed}\n`);
}
