import { basename } from 'node:path';
import type { Command } from 'commander';
import type { ExpertCount } from '../../architecture/architecture.ts';
import { inventory } from '../../architecture/inventory.ts';
import { countMatrices, countParameters } from '../../architecture/parameter-counts.ts';
import { sizeOf } from '../../architecture/weight.ts';
import { checkpointWeights } from '../../checkpoints/checkpoint-weights.ts';
import type { CheckpointCandidate } from '../../candidates/checkpoint-candidate.ts';
import type { Build, LtsFamily } from '../../formats/candidate-format.ts';
import type { InitializationScheme } from '../../initialization/initialization-scheme.ts';
import { HEADING } from '../../report/documents/heading.ts';
import type { InspectDocument } from '../../report/documents/inspect-document.ts';
import { inspectReport } from '../../report/inspect-report.ts';
import { render, type OutputFormat } from '../../report/render.ts';
import { familyOf, OPTIONS, warnOfIgnored } from '../options.ts';
import { readModel } from '../../workflows/read-inputs.ts';
import { printResult, printWarnings, wantsColor } from '../terminal.ts';

interface InspectOptions {
  readonly id?: string;
  readonly build: Build;
  readonly family?: LtsFamily;
  readonly experts: ExpertCount;
  readonly initialization: InitializationScheme;
  readonly format: OutputFormat;
}

/** `zerolm inspect SPEC`: every weight of one architecture, and the sums per sub-module. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('list every weight of one architecture: path, shape, initialization, sums')
    .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin')
    .addOption(OPTIONS.id())
    .addOption(OPTIONS.initialization())
    .addOption(OPTIONS.build())
    .addOption(OPTIONS.family())
    .addOption(OPTIONS.experts())
    .addOption(OPTIONS.format())
    .addHelpText('after', '\nExample:\n  zerolm inspect fixtures/bert-family/bert-tiny.json')
    .action(inspect);
}

async function inspect(spec: string, options: InspectOptions, command: Command): Promise<void> {
  const { build, initialization, format } = options;
  const model = await readModel(spec, options, printWarnings);
  if ('checkpoint' in model) {
    warnOfIgnored(command, ['initialization'], 'a checkpoint has weights already');
    const report = inspectReport(checkpointDocument(model, options));
    printResult(await render(report, format, wantsColor(process.stdout)));
    return;
  }
  const { id, architecture } = model;
  const weights = inventory(architecture, initialization);
  const document: InspectDocument = {
    ...HEADING,
    settings: { build, ...familyOf(options), initialization },
    id,
    weights: weights.map((weight) => ({
      path: weight.path,
      shape: [...weight.shape],
      subModule: weight.subModule,
      block: weight.block,
      counts: weight.counts,
      initialization: weight.distribution,
      parameters: sizeOf(weight),
    })),
    parameters: countParameters(weights),
    matrices: countMatrices(weights),
  };
  printResult(await render(inspectReport(document), format, wantsColor(process.stdout)));
}

/** The same of a checkpoint, by its header: where weights come from is not known, and their type is. */
function checkpointDocument(
  { id, checkpoint }: CheckpointCandidate,
  options: InspectOptions,
): InspectDocument {
  const { build, initialization } = options;
  const weights = checkpointWeights(checkpoint, initialization);
  const names = new Set(checkpoint.unmatched);
  return {
    ...HEADING,
    settings: { build, ...familyOf(options), initialization },
    id,
    weights: weights.map((weight, index) => {
      const { path, shape, subModule, block, counts } = weight;
      const { dtype = '', file = '' } = checkpoint.weights[index] ?? {};
      const parameters = sizeOf(weight);
      const stored = { dtype, file: basename(file), matched: !names.has(path) };
      return { path, shape: [...shape], subModule, block, counts, parameters, stored };
    }),
    parameters: countParameters(weights),
    matrices: countMatrices(weights),
    checkpoint: {
      naming: checkpoint.naming?.name ?? null,
      unmatched: [...checkpoint.unmatched],
      buffers: [...checkpoint.buffers],
    },
  };
}
