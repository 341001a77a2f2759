import type { Command } from 'commander';
import { inventory } from '../../architecture/inventory.ts';
import { countParameters } from '../../architecture/parameter-counts.ts';
import { initializedCheckpoint } from '../../checkpoints/initialized-checkpoint.ts';
import type { Build, LtsFamily } from '../../formats/candidate-format.ts';
import type { InitializationScheme } from '../../initialization/initialization-scheme.ts';
import { TOOL } from '../../report/documents/heading.ts';
import { OPTIONS } from '../options.ts';
import { readOne } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printResult, printWarnings, withProgress } from '../terminal.ts';
import { countedPieces, writeOrRemove } from '../write-or-remove.ts';

interface InitOptions {
  readonly id?: string;
  readonly seed: number;
  readonly initialization: InitializationScheme;
  readonly build: Build;
  readonly family?: LtsFamily;
  readonly out: string;
}

/** What the name of a checkpoint has to end in, so that it is read back as one. */
const ENDING = '.safetensors';

/** `zerolm init SPEC --out FILE`: the weights that a seed draws, as a checkpoint. */
export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('write a model at initialization as a safetensors checkpoint')
    .argument('<spec>', 'file with the spec')
    .addOption(OPTIONS.id())
    .addOption(OPTIONS.seed())
    .addOption(OPTIONS.outCheckpoint())
    .addOption(OPTIONS.initialization())
    .addOption(OPTIONS.build())
    .addOption(OPTIONS.family())
    .addHelpText(
      'after',
      '\nExample:\n  zerolm init fixtures/bert-family/bert-tiny.json --out /tmp/tiny.safetensors',
    )
    .action(init);
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
