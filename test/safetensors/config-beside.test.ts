import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { temporaryFiles } from '../temporary-files.ts';
import { checkpointOf } from './files.ts';

const PATH = 'model.layers.0.attention.wqkv.weight';

/** Four heads of two channels, which share two keys and values: 8 + 4 + 4 rows. */
const FILE = checkpointOf({
  'model.tok_embeddings.weight': { dtype: 'F32', shape: [10, 8] },
  [PATH]: { dtype: 'F32', shape: [16, 8] },
  'model.layers.0.attention.wo.weight': { dtype: 'F32', shape: [8, 8] },
});

const CONFIG = {
  ...{ model_type: 'internlm2', vocab_size: 10, hidden_size: 8, num_hidden_layers: 1 },
  ...{ num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 3 },
};

async function packingWith(config: string | null) {
  const files = { 'model.safetensors': FILE, ...(config !== null && { 'config.json': config }) };
  const { checkpoint } = await readCheckpoint(join(temporaryFiles(files), 'model.safetensors'));
  return checkpoint?.weights.find(({ path }) => path === PATH)?.packing;
}

describe('query, key and value in one tensor of a checkpoint', () => {
  it('are those of each group of heads, where the config beside it says how many there are', async () => {
    expect(await packingWith(JSON.stringify(CONFIG))).toEqual({
      axis: 'rows',
      // Two heads of queries, a key and a value.
      sizes: [4, 2, 2],
      turns: 2,
      stack: 1,
    });
  });

  it.each([
    ['no config', null],
    ['one that is no JSON', '{'],
    ['one that is refused', JSON.stringify({ ...CONFIG, num_attention_heads: 3 })],
    ['one of another width', JSON.stringify({ ...CONFIG, hidden_size: 16 })],
  ])('are one after another with %s', async (_, config) => {
    expect(await packingWith(config)).toEqual({
      axis: 'rows',
      sizes: [8, 4, 4],
      turns: 1,
      stack: 1,
    });
  });
});
