import { inventory } from '../architecture/inventory.ts';
import { countParameters } from '../architecture/parameter-counts.ts';
import { initializedCheckpoint } from '../checkpoints/initialized-checkpoint.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { TOOL } from '../report/documents/heading.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { defineWorkflow } from './define-workflow.ts';
import { readOne, type OneRequest } from './read-inputs.ts';
import { checkEnding, writeModelFile } from './write-model-file.ts';

/** A model at initialization, and the file that it is written to. */
export interface ModelFileRequest extends OneRequest {
  readonly out: string;
  readonly seed?: number;
  readonly initialization?: InitializationScheme;
}

/** Writes the weights that a seed draws as a safetensors checkpoint. */
export const init = defineWorkflow(async (request: ModelFileRequest, run) => {
  const { out } = request;
  const { seed, initialization } = { ...DEFAULT_SETTINGS, ...request };
  checkEnding(out, '.safetensors');
  const { id, architecture } = await readOne(request, run.warn);
  const weights = inventory(architecture, initialization);
  const { total: parameters } = countParameters(weights);
  const metadata = {
    // Without it transformers refuses to load a file.
    format: 'pt',
    tool: `${TOOL.name} ${TOOL.version}`,
    id,
    seed: String(seed),
    initialization,
  };
  const pieces = initializedCheckpoint(weights, seed, metadata);
  await writeModelFile(out, pieces, 4 * parameters, run);
  return { out, id, seed, weights: weights.length, parameters };
});
