import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { matchTensors } from '../checkpoints/match-tensors.ts';
import type { TrainedTensors } from '../checkpoints/sliced-model.ts';
import { isCheckpoint, isIndex } from '../safetensors/checkpoint-names.ts';
import { readCheckpoint } from '../safetensors/read-checkpoint.ts';
import { readHeader } from '../safetensors/read-header.ts';
import { readIndex } from '../safetensors/read-index.ts';
import type { TrainedModel } from '../search-space/search-space.ts';
import type { Warn } from './define-workflow.ts';
import { Refusal } from './refusal.ts';

/** The names of a checkpoint in the folder of a model, the index of several files first. */
const NAMES = ['model.safetensors.index.json', 'model.safetensors'];

/** The checkpoint of a trained model, tensor by tensor; refuses one that its config does not describe. */
export async function openTrained(model: TrainedModel, warn: Warn): Promise<TrainedTensors> {
  const { architecture } = model;
  const path = await checkpointOf(model.path);
  const { checkpoint, problems, warnings } = await readCheckpoint(path);
  if (checkpoint === undefined) throw new Refusal(problems);
  warn(warnings);
  const stored = await (isIndex(path) ? readIndex(path) : readHeader(path));
  if (stored.problems.length > 0) throw new Refusal(stored.problems);
  const tensors = matchTensors(checkpoint, stored.tensors, architecture);
  if (!tensors.ok) throw new Refusal([tensors.reason]);
  return { checkpoint, tensors: tensors.value, architecture };
}

/** The file of a checkpoint, or that in the folder of a model. */
async function checkpointOf(path: string): Promise<string> {
  if ((await stat(path)).isDirectory()) {
    for (const name of NAMES) {
      const file = join(path, name);
      if ((await stat(file).catch(() => null)) !== null) return file;
    }
    throw Refusal.of(`no ${NAMES.join(' and no ')} in it, whose weights could be measured`, path);
  }
  if (isCheckpoint(path)) return path;
  throw Refusal.of('no checkpoint: expected a .safetensors file, or the index of several', path);
}
