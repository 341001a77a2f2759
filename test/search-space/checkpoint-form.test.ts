import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSearchSpace } from '../../src/search-space/read-search-space.ts';
import { sizeOfAxes } from '../../src/search-space/space-size.ts';
import { formatProblem } from '../../src/problem.ts';
import { valueOf } from '../evaluation/value-of.ts';

const LLAMA = {
  model_type: 'llama',
  vocab_size: 100,
  hidden_size: 32,
  num_hidden_layers: 3,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  intermediate_size: 64,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerolm-space-'));
  for (const [name, config] of Object.entries({
    llama: LLAMA,
    bloom: { model_type: 'bloom', hidden_size: 32, n_layer: 2, n_head: 4 },
    broken: { model_type: 'llama', hidden_size: 0 },
    unknown: { ...LLAMA, hiden_size: 3 },
  })) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'config.json'), JSON.stringify(config));
  }
  await mkdir(join(folder, 'nothing'));
  await mkdir(join(folder, 'cut'));
  await writeFile(join(folder, 'cut', 'sub-network.json'), JSON.stringify({ base: LLAMA }));
});
afterAll(() => rm(folder, { recursive: true }));

async function spaceOf(space: object): ReturnType<typeof readSearchSpace> {
  const path = join(folder, 'space.json');
  await writeFile(path, JSON.stringify(space));
  return readSearchSpace(path);
}

async function problemsOf(space: object): Promise<string[]> {
  const read = await spaceOf(space);
  if (read.ok) throw new Error('the space was not refused');
  return read.reason.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ''));
}

describe('a space of the sub-networks of a checkpoint', () => {
  it('has specs with the config beside the checkpoint, and a choice for each layer', async () => {
    const space = valueOf(
      await spaceOf({
        checkpoint: 'llama',
        choices: { num_attention_heads: [2, 8] },
        layers: { number: [2, 3], choices: { feed_forward_width: [16, 64] } },
      }),
    );
    expect(sizeOfAxes(space.axes)).toBe(2n * (4n + 8n));
    expect(space.build([1, 0, 0, 1])).toEqual({
      base: LLAMA,
      num_attention_heads: 8,
      layers: [{ feed_forward_width: 16 }, { feed_forward_width: 64 }],
    });
    expect(space.subNetworksOf).toMatchObject({ path: join(folder, 'llama'), config: LLAMA });
  });

  it('keeps all layers where it says no number, and may choose for all of them alone', async () => {
    const space = valueOf(
      await spaceOf({ checkpoint: 'llama', choices: { feed_forward_width: [16] } }),
    );
    expect(sizeOfAxes(space.axes)).toBe(1n);
    expect(space.build([0, 0])).toEqual({
      base: LLAMA,
      feed_forward_width: 16,
      layers: [{}, {}, {}],
    });
  });

  it('warns of keys of the config that are ignored', async () => {
    const { warnings } = valueOf(
      await spaceOf({ checkpoint: 'unknown', choices: { feed_forward_width: [16] } }),
    );
    expect(warnings.map(({ source, path }) => [source, path])).toEqual([
      [join(folder, 'unknown', 'config.json'), 'hiden_size'],
    ]);
  });

  const some = { choices: { feed_forward_width: [16] } };
  it.each([
    [
      'a width beyond',
      { choices: { feed_forward_width: [16, 65] } },
      'space.json: choices.feed_forward_width[1]: 65: expected at most 64, the width that the layer has',
    ],
    [
      'half a group',
      { layers: { choices: { num_attention_heads: [3] } } },
      'space.json: layers.choices.num_attention_heads[0]: 3: expected a multiple of 2: so many heads share each of the 4 heads of keys and values',
    ],
    [
      'too many layers',
      { layers: { number: [3, 4] } },
      'space.json: layers.number[1]: 4: expected at most 3, the layers of the checkpoint',
    ],
    [
      'a choice twice',
      { ...some, layers: some },
      'space.json: layers.choices.feed_forward_width: is chosen twice: expected it here or in the "choices" of all layers',
    ],
    [
      'no choice',
      {},
      'space.json: nothing is chosen: expected feed_forward_width or num_attention_heads in "choices" or "layers", or "number" in "layers"',
    ],
    [
      'an unknown size',
      { choices: { hidden_size: [16] } },
      'space.json: choices.hidden_size: unknown key; known are feed_forward_width, num_attention_heads',
    ],
    [
      'a misspelt key',
      { ...some, layers: { numbers: [3] } },
      'space.json: layers.numbers: unknown key; did you mean number?',
    ],
    [
      'heads with linear biases',
      { checkpoint: 'bloom', choices: { num_attention_heads: [2] } },
      'space.json: choices.num_attention_heads[0]: 2: expected 4, those of the layer: the slope of its linear biases depends on how many there are',
    ],
    [
      'no such folder',
      { checkpoint: 'nowhere', ...some },
      /^space.json: checkpoint: "nowhere": no such file or folder in/,
    ],
    [
      'no config',
      { checkpoint: 'nothing', ...some },
      /^nothing\/config.json: .*expected the config of the checkpoint beside it$/,
    ],
    [
      'a sub-network',
      { checkpoint: 'cut', ...some },
      'cut/config.json: the checkpoint is a sub-network itself, by sub-network.json; name the one that it was cut from',
    ],
    [
      'a broken config',
      { checkpoint: 'broken', ...some },
      /^broken\/config.json: hidden_size: 0: expected/,
    ],
    [
      'no text',
      { checkpoint: 7, ...some },
      'space.json: checkpoint: 7: expected the path of a checkpoint, or of the folder of a model',
    ],
  ])('is refused for %s', async (_, own, problem) => {
    const problems = await problemsOf({ checkpoint: 'llama', ...own });
    expect(problems).toContainEqual(
      typeof problem === 'string' ? problem : (expect.stringMatching(problem) as string),
    );
  });
});
