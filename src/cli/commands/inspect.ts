import { basename } from 'node:path';
import type { Command } from 'commander';
import { inventory } from '../../architecture/inventory.ts';
import { countMatrices, countParameters } from '../../architecture/parameter-counts.ts';
import { sizeOf } from '../../architecture/weight.ts';
import { checkpointWeights } from '../../checkpoints/checkpoint-weights.ts';
import type { CheckpointCandidate } from '../../formats/candidate-format.ts';
import { SCHEMA_VERSION, TOOL, type InspectDocument } from '../../report/documents.ts';
import { inspectReport } from '../../report/inspect-report.ts';
import { render } from '../../report/render.ts';
import { familyOf, warnOfIgnored } from '../options.ts';
import { readModel } from '../../workflows/read-inputs.ts';
import { printResult, printWarnings, wantsColor } from '../terminal.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ONE_CANDIDATE, INPUT, EXPERTS } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { DRAWING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    ...ONE_CANDIDATE,
    initialization: DRAWING.initialization,
    ...INPUT,
    ...EXPERTS,
    ...FORMAT,
  },
} as const satisfies OptionGroups;

type InspectOptions = CommandValues<typeof OPTIONS>;

/** `zerolm inspect SPEC`: every weight of one architecture, and the sums per sub-module. */
export function addInspectCommand(program: Command): void {
  describeCommand(
    program
      .command('inspect')
      .description('list every weight of one architecture')
      .argument('<spec>', 'file with the spec or the checkpoint (.safetensors), or - for stdin'),
    OPTIONS,
    [
      'zerolm inspect my-model/config.json',
      'zerolm inspect my-model/model.safetensors --format csv',
    ],
  ).action(inspect);
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
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
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
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
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
