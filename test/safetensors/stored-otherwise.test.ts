import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { checkpointWeights } from '../../src/checkpoints/checkpoint-weights.ts';
import { scoreCheckpoint } from '../../src/checkpoints/score-checkpoint.ts';
import { readCheckpoint } from '../../src/safetensors/read-checkpoint.ts';
import { DEFAULT_SETTINGS } from '../../src/scoring/score-settings.ts';
import { temporaryFile, temporaryFiles } from '../temporary-files.ts';
import { checkpointOf, type Written } from './files.ts';

type Tensors = Readonly<Record<string, Written>>;

const [HIDDEN, WIDTH, TOKENS] = [6, 10, 14];

/** Numbers that differ from tensor to tensor. */
let seed = 0;
function drawn(...shape: number[]): Written {
  seed += 1;
  const own = seed;
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin(own + 3 * i));
  return { dtype: 'F32', shape, data: new Uint8Array(values.buffer) };
}

const blockOf = (layer: number): Tensors => ({
  ...Object.fromEntries(
    ['q', 'k', 'v', 'o'].map((name) => [
      `model.layers.${layer}.self_attn.${name}_proj.weight`,
      drawn(HIDDEN, HIDDEN),
    ]),
  ),
  [`model.layers.${layer}.mlp.gate_proj.weight`]: drawn(WIDTH, HIDDEN),
  [`model.layers.${layer}.mlp.up_proj.weight`]: drawn(WIDTH, HIDDEN),
  [`model.layers.${layer}.mlp.down_proj.weight`]: drawn(HIDDEN, WIDTH),
});

/** A model of three blocks: 14 * 6 + 3 * (4 * 36 + 3 * 60) + 6 + 14 * 6 = 1,146 parameters. */
const MODEL: Tensors = {
  'model.embed_tokens.weight': drawn(TOKENS, HIDDEN),
  ...blockOf(0),
  ...blockOf(1),
  ...blockOf(2),
  'model.norm.weight': drawn(HIDDEN),
  'lm_head.weight': drawn(TOKENS, HIDDEN),
};
const TOTAL = 1146;
const QUERY = 'model.layers.1.self_attn.q_proj';

function without(...names: string[]): Record<string, Written> {
  return Object.fromEntries(Object.entries(MODEL).filter(([name]) => !names.includes(name)));
}

async function read(tensors: Tensors) {
  const path = temporaryFile('a.safetensors', checkpointOf(tensors));
  const { checkpoint, problems, warnings } = await readCheckpoint(path);
  const messages = (all: typeof problems): string[] =>
    all.map(({ path: at, message }) => (at === '' ? message : `${at}: ${message}`));
  return { checkpoint, problems: messages(problems), warnings: messages(warnings) };
}

/** The closed form, the total and the warnings of a checkpoint that is read. */
async function scored(tensors: Tensors, mode: 'expected' | 'weights' | 'sampled' = 'expected') {
  const { checkpoint, problems, warnings } = await read(tensors);
  if (checkpoint === undefined) throw new Error(problems.join());
  const score = await scoreCheckpoint(checkpoint, { ...DEFAULT_SETTINGS, mode });
  const { total } = countParameters(checkpointWeights(checkpoint, 'normal'));
  return { score, total, warnings };
}

describe('names that wrappers of a model lengthen', () => {
  it.each([
    '_orig_mod.',
    'module.',
    'module._orig_mod.',
    'language_model.',
    'base_model.model.',
    'base_model.model.language_model.',
    '_fsdp_wrapped_module.module.',
  ])('%s: the model is the one without, drawn weights included', async (prefix) => {
    const plain = await scored(MODEL, 'sampled');
    expect(plain.total).toBe(TOTAL);
    const wrapped = Object.fromEntries(
      Object.entries(MODEL).map(([name, tensor]) => [`${prefix}${name}`, tensor]),
    );
    expect(await scored(wrapped, 'sampled')).toEqual(plain);
  });

  it('are dropped inside names too, as of compiled blocks and of layers with adapters', async () => {
    const renamed = Object.fromEntries(
      Object.entries(MODEL).map(([name, tensor]) => [
        name.replace('layers.1.', 'layers.1._orig_mod.').replace('q_proj.', 'q_proj.base_layer.'),
        tensor,
      ]),
    );
    expect(await scored(renamed)).toEqual(await scored(MODEL));
  });

  it('are kept where two tensors would have one name: catches a weight that is lost', async () => {
    const both = { ...MODEL, [`module.${QUERY}.weight`]: drawn(HIDDEN, HIDDEN) };
    expect((await scored(both)).total).toBe(TOTAL + 36);
  });
});

describe('tensors that are no parameters', () => {
  it('without entries, of integers or truth values, and statistics of batches are passed over', async () => {
    const extra: Tensors = {
      scaled: { dtype: 'F8_E4M3', shape: [0] },
      [`${QUERY}.empty`]: { dtype: 'F32', shape: [4, 0] },
      'score.bn.num_batches_tracked': { dtype: 'I64', shape: [] },
      'score.bn.running_mean': { dtype: 'F32', shape: [3] },
      'score.bn.running_var': { dtype: 'F32', shape: [3] },
      'score.mask': { dtype: 'BOOL', shape: [3, 3] },
    };
    const { total, warnings } = await scored({ ...MODEL, ...extra });
    expect(total).toBe(TOTAL);
    expect(warnings).toEqual([expect.stringMatching(/^6 tensors passed over, no parameters: /)]);
  });
});

describe('weights of types that are not read', () => {
  it('F8: the shapes give the closed form, a scale counts, and the weights are refused', async () => {
    const tensors: Tensors = {
      ...MODEL,
      [`${QUERY}.weight`]: { dtype: 'F8_E4M3', shape: [HIDDEN, HIDDEN] },
      [`${QUERY}.weight_scale`]: drawn(1),
    };
    const { score, total } = await scored(tensors);
    expect(total).toBe(TOTAL + 1);
    const plain = await scored(MODEL);
    expect(score.ok && score.value.score).toBe(plain.score.ok && plain.score.value.score);
    expect(JSON.stringify((await scored(tensors, 'weights')).score)).toMatch(
      /stored as F8_E4M3: expected F32, F16, BF16, F64; .*closed form/,
    );
  });

  // Of 16 inputs and 6 outputs: four bits are eight to an integer, and groups are of eight inputs.
  const packed = (rows: number, cols: number, inputs: number): Tensors => ({
    [`${QUERY}.qweight`]: { dtype: 'I32', shape: [rows, cols] },
    [`${QUERY}.scales`]: { dtype: 'F16', shape: [2, 8] },
    [`${QUERY}.qzeros`]: { dtype: 'I32', shape: [2, 1] },
    ...(inputs > 0 && { [`${QUERY}.g_idx`]: { dtype: 'I32', shape: [inputs] } }),
  });

  it.each([
    ['GPTQ', packed(2, 8, 16)],
    ['GPTQ', packed(2, 8, 0)],
    ['AWQ', packed(16, 1, 0)],
  ])('%s: a matrix counts with the shape that it had, not the integers', async (method, own) => {
    const tensors = { ...without(`${QUERY}.weight`), ...own };
    const { score, total, warnings } = await scored(tensors);
    expect(total).toBe(TOTAL - 36 + 16 * 8);
    expect(warnings.at(-1)).toBe(
      `quantized (${method}): 1 matrices are taken by the shapes that they had, 128 parameters in all`,
    );
    expect(score.ok).toBe(true);
    expect(JSON.stringify((await scored(tensors, 'weights')).score)).toMatch(
      new RegExp(`quantized \\(${method}\\): expected F32`),
    );
  });

  it('eight bits of bitsandbytes have their shape', async () => {
    const { total, warnings } = await scored({
      ...MODEL,
      [`${QUERY}.weight`]: { dtype: 'I8', shape: [HIDDEN, HIDDEN] },
      [`${QUERY}.SCB`]: drawn(HIDDEN),
      [`${QUERY}.weight_format`]: { dtype: 'U8', shape: [] },
    });
    expect(total).toBe(TOTAL);
    expect(warnings.at(-1)).toMatch(/^quantized \(bitsandbytes, 8 bits\): 1 matrices/);
  });

  it.each<[string, Tensors, RegExp]>([
    [
      'four bits of bitsandbytes',
      {
        [`${QUERY}.weight`]: { dtype: 'U8', shape: [18, 1] },
        [`${QUERY}.weight.absmax`]: { dtype: 'F32', shape: [1] },
      },
      /^quantized \(bitsandbytes, 4 bits\): .*1 matrices, 36 parameters in all.*name the config/,
    ],
    [
      'compressed-tensors',
      { [`${QUERY}.weight_packed`]: { dtype: 'I32', shape: [6, 1] } },
      /^quantized \(compressed-tensors\): /,
    ],
    ['packed integers of other shapes', packed(3, 5, 0), /qweight.*expected the integers of GPTQ/],
    [
      'integers of no known method',
      { [`${QUERY}.weight`]: { dtype: 'U8', shape: [6, 3] } },
      /"U8": a weight of integers, quantized in a way that is not known/,
    ],
  ])('refuses %s: catches the count of stored integers', async (_, own, message) => {
    const { problems } = await read({ ...without(`${QUERY}.weight`), ...own });
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});

describe('a head that is the embedding matrix', () => {
  it('and was stored beside it is named, with both totals', async () => {
    const copy = MODEL['model.embed_tokens.weight'];
    if (copy === undefined) throw new Error('no embedding');
    const { total, warnings } = await scored({ ...MODEL, 'lm_head.weight': copy });
    expect(total).toBe(TOTAL);
    expect(warnings).toEqual([
      'lm_head.weight is the same matrix as model.embed_tokens.weight: 1,146 parameters are stored, and there are 1,062 if the two are tied',
    ]);
    expect((await scored(MODEL)).warnings).toEqual([]);
  });
});

describe('a checkpoint that is not one whole model', () => {
  it.each<[string, Tensors, RegExp]>([
    [
      'lacks a block',
      Object.fromEntries(Object.entries(MODEL).filter(([name]) => !name.includes('layers.1.'))),
      /^layers\.1: no weights of this block, and some of layers\.2: expected all blocks/,
    ],
    [
      'lacks a matrix of one block',
      without(`${QUERY}.weight`),
      /^layers\.1: no such matrix as model\.layers\.0\.self_attn\.q_proj\.weight is, which all 2 other/,
    ],
    [
      'mixes families',
      { ...MODEL, 'bert.encoder.layer.0.intermediate.dense.weight': drawn(4, 4) },
      /most names are those of llama.*, and 1 those of bert.*expected one model/,
    ],
  ])('is refused where it %s, by name', async (_, tensors, message) => {
    const { problems } = await read(tensors);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it('is read where a block is of another kind: catches the refusal of a dense block', async () => {
    const gate = 'model.layers.0.mlp.gate_proj.weight';
    const { problems } = await read({
      ...without('model.layers.0.mlp.up_proj.weight', gate),
      'model.layers.0.mlp.gate_up_proj.weight': drawn(2 * WIDTH, HIDDEN),
    });
    expect(problems).toEqual([]);
  });
});

describe('an index that does not name all tensors of its files', () => {
  it('is read with all of them, each once, and warnings', async () => {
    const entries = Object.entries(MODEL);
    const [first, second] = ['model-1.safetensors', 'model-2.safetensors'] as const;
    const extra = 'model.layers.0.self_attn.rotary_emb.inv_freq';
    const [twice] = entries[0] ?? [''];
    const half = (from: number, to: number): Tensors => Object.fromEntries(entries.slice(from, to));
    const map = Object.fromEntries(
      entries.map(([name], index) => [name, index < 5 ? first : second]),
    );
    const folder = temporaryFiles({
      [first]: checkpointOf(half(0, 5)),
      [second]: checkpointOf({
        ...half(5, entries.length),
        [extra]: drawn(3),
        [twice]: drawn(TOKENS, HIDDEN),
      }),
      'model.safetensors.index.json': JSON.stringify({ weight_map: map }),
    });
    const path = join(folder, 'model.safetensors.index.json');
    const { checkpoint, warnings } = await readCheckpoint(path);
    expect(checkpoint?.weights).toHaveLength(entries.length);
    expect(checkpoint?.buffers).toEqual([extra]);
    expect(warnings.map(({ message }) => message)).toEqual([
      `1 tensors read that the index model.safetensors.index.json does not name: "${extra}"`,
      `1 tensors passed over that are read from another file: "${twice}"`,
      `1 tensors passed over, no parameters: "${extra}"`,
    ]);
  });
});
