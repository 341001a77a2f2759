import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { readHeader } from '../../src/safetensors/read-header.ts';
import { headerOf } from '../../src/safetensors/write-header.ts';
import { alphaBalance } from '../../src/scoring/balance.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { search } from '../../src/workflows/search.ts';
import { weightsOf } from '../checkpoints/trained-files.ts';
import { valueOf as valueOfResult } from '../evaluation/value-of.ts';
import { candidateOf } from '../formats/specs.ts';
import { valueOf } from './outcomes.ts';
import { found, LLAMA, reasonsOf, trained } from './trained-space.ts';

describe('search --extract', () => {
  const equal = { choices: { feed_forward_width: [8], num_attention_heads: [2] } };

  it('writes a config that the transformers library takes where layers are equal, with all other keys', async () => {
    const folder = await trained(LLAMA, { ...equal, layers: { number: [2] } });
    const out = join(folder, 'out');
    const { document } = valueOf(await found(folder, { extract: out }));
    const config: unknown = JSON.parse(await readFile(join(out, 'config.json'), 'utf8'));
    expect(config).toEqual({
      ...LLAMA,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      head_dim: 6,
      intermediate_size: 8,
    });
    expect(document.extracted).toMatchObject({ folder: out, spec: 'config.json' });
    expect(await readdir(out)).toEqual(['config.json', 'model.safetensors']);
    const { tensors } = await readHeader(join(out, 'model.safetensors'));
    // Layers are counted anew, and the numbers of weights are those of the config.
    expect(new Set(tensors.flatMap(({ path }) => /layers\.(\d)/.exec(path)?.[1] ?? []))).toEqual(
      new Set(['0', '1']),
    );
    const { architecture } = candidateOf(config);
    expect([...(await weightsOf(out, architecture)).keys()].length).toBe(tensors.length);
  });

  it.each(['weights', 'expected'] as const)(
    'writes a spec where they differ, whose weights score as found, in mode %s',
    async (mode) => {
      const folder = await trained(LLAMA, {
        layers: { number: [2], choices: { feed_forward_width: [8, 20] } },
        constraints: ['params < 8000'],
      });
      const out = join(folder, 'out');
      const { document } = valueOf(
        await found(folder, {
          mode,
          extract: out,
          order: 'magnitude',
          alpha: 0.5,
          constraint: ['params > 7000'],
        }),
      );
      expect(document.extracted).toMatchObject({ spec: 'sub-network.json' });
      const spec: unknown = JSON.parse(await readFile(join(out, 'sub-network.json'), 'utf8'));
      const { architecture } = candidateOf(spec);
      expect(architecture.blocks.map((own) => own.feedForwardWidths)).not.toEqual([[8], [8]]);
      const { checkpoint } = await readCheckpoint(join(out, 'model.safetensors'));
      if (checkpoint === undefined) throw new Error('it is not read');
      const balance = alphaBalance(0.5);
      const settings = { ...DEFAULT_SETTINGS, balance, mode: 'weights' } as const;
      const { score, parameters } = valueOfResult(await scoreCheckpoint(checkpoint, settings));
      expect(parameters.total).toBe(document.ranking[0]?.parameters.total);
      if (mode === 'weights')
        expect(score / (document.ranking[0]?.score ?? NaN)).toBeCloseTo(1, 12);
    },
  );

  it('takes the units with the largest weights by --order magnitude', async () => {
    const folder = await trained(LLAMA, { choices: { feed_forward_width: [1] } });
    const { architecture } = candidateOf(LLAMA);
    const weights = await weightsOf(join(folder, 'model'), architecture);
    const rowsOf = (name: string): number[][] => {
      const entries = weights.get(`model.layers.1.mlp.${name}.weight`) ?? new Float32Array();
      return Array.from({ length: 20 }, (_, row) => [
        ...entries.subarray(24 * row, 24 * (row + 1)),
      ]);
    };
    const [gate, up] = [rowsOf('gate_proj'), rowsOf('up_proj')];
    const norms = gate.map((own, row) => Math.hypot(...own, ...(up[row] ?? [])));
    const best = norms.indexOf(Math.max(...norms));
    expect(best).toBeGreaterThan(0);
    const out = join(folder, 'out');
    valueOf(await found(folder, { extract: out, order: 'magnitude' }));
    const config: unknown = JSON.parse(await readFile(join(out, 'config.json'), 'utf8'));
    const smaller = await weightsOf(out, candidateOf(config).architecture);
    expect([...(smaller.get('model.layers.1.mlp.up_proj.weight') ?? [])]).toEqual(up[best]);
  });

  it('reads the files of an index, and keeps bfloat16 and half precision to the last bit', async () => {
    const folder = await trained(LLAMA, equal);
    const path = join(folder, 'model', 'model.safetensors');
    const { tensors } = await readHeader(path);
    const shards = ['BF16', 'F16'].map((dtype, shard) => {
      const own = tensors.filter((_, index) => index % 2 === shard);
      const sized = own.map((tensor) => ({ ...tensor, dtype, bytes: tensor.bytes / 2 }));
      // Bits of no special meaning: small numbers in both types.
      const data = sized.map(({ bytes }, number) =>
        Uint16Array.from({ length: bytes / 2 }, (_, at) => 0x2c00 + ((at * 37 + number) % 512)),
      );
      return { name: `model-0000${shard + 1}-of-00002.safetensors`, own: sized, data };
    });
    for (const { name, own, data } of shards) {
      const bytes = data.map(({ buffer }) => Buffer.from(buffer));
      await writeFile(join(folder, 'model', name), Buffer.concat([headerOf(own, {}), ...bytes]));
    }
    const map = shards.flatMap(({ name, own }) => own.map(({ path: key }) => [key, name]));
    const index = join(folder, 'model', 'model.safetensors.index.json');
    await writeFile(index, JSON.stringify({ weight_map: Object.fromEntries(map) as object }));
    const out = join(folder, 'out');
    valueOf(await found(folder, { extract: out }));
    const written = join(out, 'model.safetensors');
    const bytes = readFileSync(written);
    const { tensors: cut } = await readHeader(written);
    for (const { own, data } of shards) {
      for (const [number, tensor] of own.entries()) {
        const {
          dtype,
          shape,
          start,
          bytes: length,
        } = cut.find(({ path: key }) => key === tensor.path)!;
        expect(dtype).toBe(tensor.dtype);
        const [rows = 1, cols = 1] = shape;
        const width = tensor.shape[1] ?? 1;
        const kept = Array.from(
          { length: rows * cols },
          (_, at) => data[number]![Math.floor(at / cols) * width + (at % cols)]!,
        );
        const copied = new Uint16Array(
          Uint8Array.from(bytes.subarray(start, start + length)).buffer,
        );
        expect([...copied]).toEqual(kept);
      }
    }
  });

  it('refuses a folder that holds something, and leaves nothing of a run that is stopped', async () => {
    const folder = await trained(LLAMA, equal);
    expect(await reasonsOf(found(folder, { extract: join(folder, 'model') }))).toContain(
      '--extract: the folder is not empty',
    );
    expect(await reasonsOf(found(folder, { extract: join(folder, 'space.json') }))).toContain(
      '--extract: is no folder',
    );
    const out = join(folder, 'out');
    const controller = new AbortController();
    const stopped = search(
      { space: join(folder, 'space.json'), mode: 'weights', extract: out },
      {
        signal: controller.signal,
        onProgress: ({ verb }) => {
          if (verb === 'wrote') controller.abort(new Error('stopped'));
        },
      },
    );
    await expect(stopped).rejects.toThrow('stopped');
    expect(await readdir(folder)).not.toContain('out');
    await mkdir(out);
    valueOf(await found(folder, { extract: out }));
    expect(await readdir(out)).toHaveLength(2);
  });
});
