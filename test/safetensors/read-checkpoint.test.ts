import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexOfShard } from '../../src/safetensors/checkpoint-names.ts';
import { readCheckpoint, type ReadCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { checkpointOf, type Written } from './files.ts';

const INDEX = 'model.safetensors.index.json';
const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
const matrix: Written = { dtype: 'F32', shape: [2, 2] };

/** A sharded checkpoint of two tensors, but for what is changed. */
function sharded(changes: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = temporaryFiles({
    [SHARDS[0]]: checkpointOf({ 'model.embed_tokens.weight': matrix }),
    [SHARDS[1]]: checkpointOf({ 'model.layers.0.self_attn.q_proj.weight': matrix }),
    [INDEX]: JSON.stringify({
      metadata: { total_size: 32 },
      weight_map: {
        'model.embed_tokens.weight': SHARDS[0],
        'model.layers.0.self_attn.q_proj.weight': SHARDS[1],
      },
    }),
    ...changes,
  });
  return join(folder, INDEX);
}

const mapOf = (map: object): string => JSON.stringify({ weight_map: map });

function messages({ problems }: ReadCheckpoint, path: string): string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return problems.map((problem) => formatProblem(problem).replaceAll(folder, ''));
}

describe('readCheckpoint(path)', () => {
  it('reads one model from several files by their index', async () => {
    const path = sharded();
    const { checkpoint, problems, warnings } = await readCheckpoint(path);
    expect([problems, warnings]).toEqual([[], []]);
    expect(checkpoint).toMatchObject({ path, blockCount: 1, unmatched: [], buffers: [] });
    expect(checkpoint?.naming?.family).toBe('decoder');
    expect(checkpoint?.weights.map(({ file, subModule }) => [file, subModule])).toEqual([
      [join(path, '..', SHARDS[0]), 'embedding'],
      [join(path, '..', SHARDS[1]), 'attention'],
    ]);
  });

  it.each([
    ['no JSON', '{', [`${INDEX}: line 1, column 2: not JSON: close brace expected`]],
    [
      'no map',
      '{}',
      [`${INDEX}: weight_map: missing: expected an object with the file of every tensor`],
    ],
    ['an empty map', mapOf({}), [`${INDEX}: weight_map: empty: expected at least one tensor`]],
    [
      'files in other folders',
      mapOf({ a: '../up.safetensors', b: '/etc/x.safetensors', c: 'C:\\x.safetensors', d: '..' }),
      ['"../up.safetensors"', '"/etc/x.safetensors"', '"C:\\\\x.safetensors"', '".."'].map(
        (name, index) =>
          `${INDEX}: weight_map.${'abcd'[index] ?? ''}: ${name}: expected the name of a .safetensors file beside the index, without a folder`,
      ),
    ],
    [
      'a file that is a number',
      mapOf({ a: 1 }),
      [
        `${INDEX}: weight_map.a: 1: expected the name of a .safetensors file beside the index, without a folder`,
      ],
    ],
    ['a missing file', mapOf({ a: 'b.safetensors' }), ['b.safetensors: no such file or directory']],
    [
      'a tensor that its file has not',
      mapOf({ a: SHARDS[0] }),
      [`${INDEX}: weight_map.a: no such tensor in "${SHARDS[0]}"`],
    ],
  ])('refuses an index with %s', async (_, text, expected) => {
    const path = sharded({ [INDEX]: text });
    expect(messages(await readCheckpoint(path), path)).toEqual(expected);
  });

  it('reads files that are links, as those of a hub cache: catches a model that is downloaded and not read', async () => {
    const whole = sharded();
    const blobs = join(whole, '..');
    const path = join(temporaryFiles({}), INDEX);
    for (const name of [INDEX, ...SHARDS]) symlinkSync(join(blobs, name), join(path, '..', name));
    expect((await readCheckpoint(path)).checkpoint?.weights).toHaveLength(2);
  });

  it('refuses a pipe of such a name: catches a wait for one that never writes', async () => {
    const folder = temporaryFiles({ 'x.txt': '' });
    for (const [name, expected] of [
      ['a.safetensors', 'no regular file; expected a safetensors file'],
      [INDEX, 'no regular file; expected the index of a checkpoint'],
    ] as const) {
      execFileSync('mkfifo', [join(folder, name)]);
      const { problems } = await readCheckpoint(join(folder, name));
      expect(problems.map(({ message }) => message)).toEqual([expected]);
    }
  });

  it('refuses an index that names a tensor twice', async () => {
    const twice = sharded({ [INDEX]: `{"weight_map":{"a":"${SHARDS[0]}","a":"${SHARDS[1]}"}}` });
    expect(messages(await readCheckpoint(twice), twice)).toEqual([
      `${INDEX}: weight_map: the key "a" occurs twice in one object; keep one; expected an object with the file of every tensor`,
    ]);
  });

  it('refuses a shard by itself: catches the score of half a model', async () => {
    const path = sharded();
    const shard = join(path, '..', SHARDS[0]);
    expect(messages(await readCheckpoint(shard), path)).toEqual([
      `${SHARDS[0]}: one of several files of a checkpoint; name their index, ${INDEX}, or give the file another name`,
    ]);
    expect(indexOfShard('a/model-00001-of-00001.safetensors')).toBeUndefined();
  });

  it('names what no table knows, and what is no parameter: catches a silent loss', async () => {
    const path = temporaryFile(
      'a.safetensors',
      checkpointOf({
        'bert.encoder.layer.0.intermediate.dense.weight': matrix,
        'bert.encoder.layer.1.intermediate.dense.weight': matrix,
        'bert.adapter.weight': matrix,
        'bert.embeddings.position_ids': { dtype: 'I64', shape: [1, 4] },
      }),
    );
    const { checkpoint, warnings } = await readCheckpoint(path);
    expect(checkpoint).toMatchObject({
      blockCount: 2,
      unmatched: ['bert.adapter.weight'],
      buffers: ['bert.embeddings.position_ids'],
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      '1 names of no known weight, counted as parameters and not as capacity: "bert.adapter.weight"',
      '1 tensors passed over, no parameters: "bert.embeddings.position_ids"',
    ]);
  });

  it('refuses weights of a type that it does not read, by name', async () => {
    const path = temporaryFile(
      'a.safetensors',
      checkpointOf({ 'encoder.layer.0.intermediate.dense.weight': { dtype: 'U8', shape: [4] } }),
    );
    expect(messages(await readCheckpoint(path), path)).toEqual([
      'a.safetensors: ["encoder.layer.0.intermediate.dense.weight"].dtype: "U8": a weight of integers, quantized in a way that is not known; expected F32, F16, BF16, F64; save the model in one of them',
    ]);
  });

  it('refuses a block beyond all models: catches a list as long as a name says', async () => {
    const path = temporaryFile(
      'a.safetensors',
      checkpointOf({
        'encoder.layer.999999.intermediate.dense.weight': matrix,
      }),
    );
    expect(messages(await readCheckpoint(path), path)).toEqual([
      'a.safetensors: ["encoder.layer.999999.intermediate.dense.weight"]: the name of a weight of block 999999; expected a block below 4096',
    ]);
  });

  it('reads names of no family, and says so', async () => {
    const path = temporaryFile('a.safetensors', checkpointOf({ weight: matrix }));
    const { checkpoint, warnings } = await readCheckpoint(path);
    expect(checkpoint).toMatchObject({ naming: null, unmatched: ['weight'], blockCount: 0 });
    expect(warnings[0]?.message).toMatch(/^no weight has a name of a block that is known/);
  });
});
