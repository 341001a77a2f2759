import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHeader } from '../../src/safetensors/read-header.ts';
import { headerOf } from '../../src/safetensors/write-header.ts';
import { search } from '../../src/workflows/search.ts';
import { weightsOf } from '../checkpoints/trained-files.ts';
import { candidateOf } from '../formats/specs.ts';
import { valueOf, warningsOf } from './outcomes.ts';
import { found, LLAMA, reasonsOf, trained } from './trained-space.ts';

const WIDTHS = [8, 20];
const HEADS = [2, 4];

/** The score of a Llama by hand: of each layer the leading neurons, heads and key-value heads. */
function scoreByHand(
  weights: ReadonlyMap<string, Float32Array>,
  layers: readonly (readonly [width: number, heads: number] | null)[],
): number {
  const size = LLAMA.hidden_size / LLAMA.num_attention_heads;
  const capacity = (name: string, rows: number, cols: number): number => {
    const entries = weights.get(name);
    if (entries === undefined) throw new Error(`no ${name}`);
    const width = name.includes('o_proj') ? 24 : name.includes('down_proj') ? 20 : 24;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      for (let col = 0; col < cols; col++) sum += (entries[row * width + col] ?? NaN) ** 2;
    }
    return sum / Math.min(rows, cols);
  };
  let [attention, feedForward] = [0, 0];
  for (const [layer, kept] of layers.entries()) {
    if (kept === null) continue;
    const [width, heads] = kept;
    const at = `model.layers.${layer}`;
    attention +=
      capacity(`${at}.self_attn.q_proj.weight`, heads * size, 24) +
      capacity(`${at}.self_attn.k_proj.weight`, (heads / 2) * size, 24) +
      capacity(`${at}.self_attn.v_proj.weight`, (heads / 2) * size, 24) +
      capacity(`${at}.self_attn.o_proj.weight`, 24, heads * size);
    feedForward +=
      capacity(`${at}.mlp.gate_proj.weight`, width, 24) +
      capacity(`${at}.mlp.up_proj.weight`, width, 24) +
      capacity(`${at}.mlp.down_proj.weight`, 24, width);
  }
  return 0.6 * attention + 0.4 * feedForward;
}

/** Parameters that a layer adds. */
function sizeOf([width, heads]: readonly [number, number]): number {
  return 3 * 24 * width + 3 * heads * 6 * 24 + 2 * 24;
}

describe('search --mode weights', () => {
  const space = {
    layers: {
      number: [2, 3],
      choices: { feed_forward_width: WIDTHS, num_attention_heads: HEADS },
    },
  };

  it('finds what measuring every slice by hand finds: catches a layer with the weights of another', async () => {
    const folder = await trained(LLAMA, space);
    const weights = await weightsOf(join(folder, 'model'), candidateOf(LLAMA).architecture);
    const options = WIDTHS.flatMap((width) => HEADS.map((heads) => [width, heads] as const));
    const choices = [null, ...options];
    const all = choices
      .flatMap((a) => choices.flatMap((b) => choices.map((c) => [a, b, c])))
      .filter((layers) => layers.filter((own) => own !== null).length >= 2)
      .map((layers) => ({
        score: scoreByHand(weights, layers),
        params: layers.reduce(
          (sum, own) => sum + (own === null ? 0 : sizeOf(own)),
          2 * 40 * 24 + 24,
        ),
      }));
    expect(all).toHaveLength(3 * 16 + 64);
    const most = 10_000;
    const right = all
      .filter(({ params }) => params <= most)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 20);
    const { document } = valueOf(
      await found(folder, {
        balance: { attention: 0.6, feedForward: 0.4, embedding: 0 },
        constraint: [`params <= ${most}`],
        top: 20,
      }),
    );
    expect(document.candidates).toBe(String(all.length));
    expect(document.ranking.map(({ score, parameters }) => [score, parameters.total])).toEqual(
      right.map(({ score, params }) => [expect.closeTo(score, 9) as number, params]),
    );
  });

  it('lists a whole front, and takes a formula: catches a cost that is not of the layers kept', async () => {
    const folder = await trained(LLAMA, space);
    const { document } = valueOf(
      await found(folder, {
        front: 'params',
        capacity: 'frobenius2',
        formula: 'attention + feedForward - 0.00001 * params',
      }),
    );
    const costs = document.ranking.map(({ cost }) => cost?.value ?? NaN);
    const scores = document.ranking.map(({ score }) => score);
    expect(costs.length).toBeGreaterThan(3);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const { capacity, parameters, score } of document.ranking) {
      const sum = capacity.attention + capacity.feedForward - 0.00001 * parameters.total;
      expect(score).toBeCloseTo(sum, 9);
    }
  });
});

describe('sub-networks of what can not be cut', () => {
  const equal = { choices: { feed_forward_width: [8] } };

  it.each([
    ['another config', { ...LLAMA, intermediate_size: 32 }, /mlp.*\[20, 24\]: expected \[32, 24\]/],
    ['a config of fewer layers', { ...LLAMA, num_hidden_layers: 2 }, /3 layers: expected 2/],
  ])('are refused for %s', async (_, config, reason) => {
    const folder = await trained(LLAMA, equal);
    await writeFile(join(folder, 'model', 'config.json'), JSON.stringify(config));
    expect(await reasonsOf(found(folder))).toMatch(reason);
  });

  it('are refused for tensors that belong to nothing, and for types that are not read', async () => {
    const folder = await trained(LLAMA, equal);
    const path = join(folder, 'model', 'model.safetensors');
    const { tensors } = await readHeader(path);
    const write = async (change: (tensor: (typeof tensors)[number]) => object): Promise<void> => {
      const own = tensors.map((tensor) => ({ ...tensor, ...change(tensor) }));
      const size = own.reduce((sum, { bytes }) => sum + bytes, 0);
      await writeFile(path, Buffer.concat([headerOf(own, {}), Buffer.alloc(size)]));
    };
    await write(({ path: own }) =>
      own.endsWith('layers.0.mlp.up_proj.weight')
        ? { path: 'model.layers.0.mlp.extra.weight' }
        : {},
    );
    expect(await reasonsOf(found(folder))).toMatch(/up_proj|extra/);
    await write(({ bytes }) => ({ dtype: 'F8_E4M3', bytes: bytes / 4 }));
    expect(await reasonsOf(found(folder))).toMatch(/F8_E4M3": expected F32/);
  });

  it('are refused without a checkpoint, or by what looks at no weights', async () => {
    const folder = await trained(LLAMA, equal);
    const plain = join(folder, 'plain.json');
    await writeFile(plain, JSON.stringify({ base: LLAMA, choices: { num_hidden_layers: [1, 2] } }));
    expect(await reasonsOf(search({ space: plain, mode: 'weights' }))).toContain(
      'expected a space with a "checkpoint"',
    );
    expect(await reasonsOf(search({ space: plain, extract: join(folder, 'out') }))).toContain(
      '--extract: expected a space with a "checkpoint"',
    );
    expect(await reasonsOf(search({ space: plain, order: 'magnitude' }))).toContain(
      '--order: expected a space',
    );
    expect(await reasonsOf(found(folder, { capacity: 'nuclear-norm' }))).toContain(
      'takes more than sums of squares',
    );
    expect(await reasonsOf(found(folder, { atMost: 3 }))).toContain('--at-most');
    expect(await reasonsOf(found(folder, { atLeast: 1e9 }))).toMatch(
      /the space reaches score from .* to .*; loosen/,
    );
  });

  it('are in no order where nothing looks at it, with a warning: catches an option without an effect', async () => {
    const folder = await trained(LLAMA, equal);
    const order = 'magnitude';
    const message = '--order: ignored: it is of --mode weights and --extract';
    expect(warningsOf(await found(folder, { mode: 'expected', order }))).toContain(message);
    expect(warningsOf(await found(folder, { order }))).toBe('');
  });
});
