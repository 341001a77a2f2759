import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { countParameters } from '../architecture/parameter-counts.ts';
import { initializedCheckpoint } from '../checkpoints/initialized-checkpoint.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { TOOL } from '../report/documents/heading.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { defineWorkflow } from './define-workflow.ts';
import { readOne, type OneRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { checkEnding, writeModelFile } from './write-model-file.ts';

/** A model at initialization, and the file that it is written to. */
export interface ModelFileRequest extends OneRequest {
  readonly out: string;
  readonly seed?: number;
  readonly initialization?: InitializationScheme;
}

/** How weights are drawn. */
export interface Drawing {
  readonly seed?: number | undefined;
  readonly initialization?: InitializationScheme | undefined;
}

/** A checkpoint that is not written yet. */
export interface NewCheckpoint {
  readonly pieces: Iterable<Uint8Array>;
  readonly weights: number;
  readonly parameters: number;
}

/** The checkpoint of a model with the weights that a seed draws. */
export function newCheckpoint(
  architecture: Architecture,
  id: string,
  { seed = DEFAULT_SETTINGS.seed, initialization = DEFAULT_SETTINGS.initialization }: Drawing = {},
): NewCheckpoint {
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
  const { inputsFirst } = WEIGHT_NAMES[architecture.naming];
  const pieces = initializedCheckpoint(weights, seed, { metadata, inputsFirst });
  return { pieces, weights: weights.length, parameters };
}

/** Writes the weights that a seed draws as a safetensors checkpoint. */
export const init = defineWorkflow(async (request: ModelFileRequest, run) => {
  const { out, seed = DEFAULT_SETTINGS.seed } = request;
  checkEnding(out, '.safetensors');
  const { id, source, architecture } = await readOne(request, run.warn);
  if (architecture.blocks.some(({ adapter }) => adapter !== null)) {
    const message = 'an adapter is a checkpoint of its own, which is not written: leave it out';
    throw new Refusal([{ source, path: 'adapter', message }]);
  }
  const { pieces, weights, parameters } = newCheckpoint(architecture, id, request);
  await writeModelFile(out, pieces, 4 * parameters, run);
  return { out, id, seed, weights, parameters };
});
