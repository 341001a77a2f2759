import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { search } from '../../src/workflows/search.ts';
import type { SearchRequest } from '../../src/workflows/search-request.ts';
import { temporaryFolder, writeTrained } from '../checkpoints/trained-files.ts';
import { candidateOf } from '../formats/specs.ts';

/** A model of three layers, four heads and two of keys and values. */
export const LLAMA = {
  model_type: 'llama',
  vocab_size: 40,
  hidden_size: 24,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 20,
  torch_dtype: 'float32',
};

/** A folder with a trained model and a space of its sub-networks. */
export async function trained(config: object, space: object): Promise<string> {
  const folder = temporaryFolder();
  writeTrained(join(folder, 'model'), candidateOf(config).architecture, config);
  await writeFile(join(folder, 'space.json'), JSON.stringify({ checkpoint: 'model', ...space }));
  return folder;
}

/** What a search of that space by its weights finds. */
export function found(
  folder: string,
  request: Partial<SearchRequest> = {},
): ReturnType<typeof search> {
  return search({ space: join(folder, 'space.json'), mode: 'weights', ...request });
}

/** Why a search was refused. */
export async function reasonsOf(outcome: ReturnType<typeof search>): Promise<string> {
  const own = await outcome;
  if (own.ok) throw new Error('it was not refused');
  return own.problems.map(({ path, message }) => `${path} ${message}`).join('\n');
}
