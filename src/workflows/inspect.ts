import { basename } from 'node:path';
import { inventory } from '../architecture/inventory.ts';
import { countMatrices, countParameters } from '../architecture/parameter-counts.ts';
import { sizeOf } from '../architecture/weight.ts';
import { checkpointWeights } from '../checkpoints/checkpoint-weights.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { InspectDocument } from '../report/documents/inspect-document.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { defineWorkflow } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { describeReading, readModel, type OneRequest } from './read-inputs.ts';

/** The input of {@link inspect}. */
export interface InspectRequest extends OneRequest {
  readonly initialization?: InitializationScheme;
}

/** Every weight of an architecture or a checkpoint, and the sums per sub-module. */
export const inspect = defineWorkflow(async (request: InspectRequest, { warn }) => {
  const { initialization = DEFAULT_SETTINGS.initialization } = request;
  const model = await readModel(request, warn);
  const checkpoint = 'checkpoint' in model ? model.checkpoint : null;
  if (checkpoint !== null) {
    warnOfIgnored(request, ['initialization'], 'a checkpoint has weights already', warn);
  }
  const weights =
    'checkpoint' in model
      ? checkpointWeights(model.checkpoint, initialization)
      : inventory(model.architecture, initialization);
  const unmatched = new Set(checkpoint?.unmatched);
  const document: InspectDocument = {
    ...HEADING,
    settings: { ...describeReading(request), initialization },
    id: model.id,
    weights: weights.map((weight, index) => {
      const { path, shape, subModule, block, counts, distribution } = weight;
      const facts = { path, shape, subModule, block, counts };
      const parameters = sizeOf(weight);
      if (checkpoint === null) return { ...facts, initialization: distribution, parameters };
      const { dtype = '', file = '' } = checkpoint.weights[index] ?? {};
      const stored = { dtype, file: basename(file), matched: !unmatched.has(path) };
      return { ...facts, parameters, stored };
    }),
    parameters: countParameters(weights),
    matrices: countMatrices(weights),
    ...(checkpoint !== null && {
      checkpoint: {
        naming: checkpoint.naming?.name ?? null,
        unmatched: checkpoint.unmatched,
        buffers: checkpoint.buffers,
      },
    }),
  };
  return { document };
});
