import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { init } from '../../src/workflows/init.ts';
import { score } from '../../src/workflows/score.ts';
import { problemsOf, valueOf } from './outcomes.ts';

const SIZES = {
  hidden_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 32,
  vocab_size: 50,
};
const GROUPED = { ...SIZES, num_key_value_heads: 2 };

/** A config of each family that is right. */
const CONFIGS = {
  bert: SIZES,
  gpt2: { n_embd: 24, n_layer: 2, n_head: 4, vocab_size: 50 },
  llama: GROUPED,
  gemma2: { ...GROUPED, head_dim: 8 },
  falcon: SIZES,
  mixtral: { ...GROUPED, num_local_experts: 4, num_experts_per_tok: 2 },
  qwen3_moe: { ...GROUPED, head_dim: 8, num_experts: 4, num_experts_per_tok: 2 },
  gpt_oss: { ...GROUPED, head_dim: 8, num_local_experts: 4, num_experts_per_tok: 2 },
  deepseek_v3: { ...SIZES, n_routed_experts: 8, n_group: 4, topk_group: 2, num_experts_per_tok: 2 },
  t5: { d_model: 24, num_layers: 2, num_heads: 4, d_kv: 6, d_ff: 32, vocab_size: 50 },
  bart: {
    d_model: 24,
    encoder_layers: 1,
    decoder_layers: 1,
    encoder_attention_heads: 4,
    decoder_attention_heads: 4,
    vocab_size: 50,
  },
  vit: { ...SIZES, vocab_size: undefined, patch_size: 8, image_size: 16 },
  clip_vision_model: { ...SIZES, vocab_size: undefined, patch_size: 8, image_size: 16 },
};
type Family = keyof typeof CONFIGS;

const ACTIVATION = '"gelu_nwe": expected the name of an activation function: "gelu", ';
const SCALING = '"spiral": expected "default", "mrope", "linear", "dynamic", "yarn", "llama3",';
const spiral = { rope_scaling: { type: 'spiral', factor: 2 } };
const side = (key: string, usual: number): string =>
  `${key}: missing: expected a whole number from 1 to 4096, the side of a patch in pixels; the transformers library takes ${usual} where it is missing`;

/** What is wrong, with the family, the keys that make it so, and the problem after the file. */
const WRONG: readonly (readonly [string, Family, object, string])[] = [
  [
    'heads',
    'bert',
    { num_attention_heads: 5 },
    'num_attention_heads: 5: expected a divisor of hidden_size 24',
  ],
  ['heads', 'gpt2', { n_head: 5 }, 'n_head: 5: expected a divisor of n_embd 24'],
  [
    'heads',
    'bart',
    { encoder_attention_heads: 5 },
    'encoder_attention_heads: 5: expected a divisor of d_model 24',
  ],
  [
    'heads',
    'vit',
    { num_attention_heads: 5 },
    'num_attention_heads: 5: expected a divisor of hidden_size 24',
  ],
  [
    'groups',
    'llama',
    { num_key_value_heads: 3 },
    'num_key_value_heads: 3: expected a divisor of num_attention_heads 4',
  ],
  [
    'groups',
    'gemma2',
    { num_key_value_heads: 3 },
    'num_key_value_heads: 3: expected a divisor of num_attention_heads 4',
  ],
  [
    'groups',
    'gpt_oss',
    { num_key_value_heads: 8 },
    'num_key_value_heads: 8: expected a divisor of num_attention_heads 4',
  ],
  [
    'groups',
    'deepseek_v3',
    { num_key_value_heads: 2 },
    'num_key_value_heads: 2: expected num_attention_heads 4, since every head has a key of its own',
  ],
  ['head_dim', 'llama', { head_dim: 0 }, 'head_dim: 0: expected a whole number from 1 to 65536'],
  [
    'head_dim',
    'qwen3_moe',
    { head_dim: 2.5 },
    'head_dim: 2.5: expected a whole number from 1 to 65536',
  ],
  [
    'experts',
    'mixtral',
    { num_experts_per_tok: 9 },
    'num_experts_per_tok: 9: expected at most num_local_experts 4',
  ],
  [
    'experts',
    'qwen3_moe',
    { num_experts_per_tok: 9 },
    'num_experts_per_tok: 9: expected at most num_experts 4',
  ],
  [
    'experts',
    'gpt_oss',
    { num_experts_per_tok: 9 },
    'num_experts_per_tok: 9: expected at most num_local_experts 4',
  ],
  [
    'experts',
    'deepseek_v3',
    { num_experts_per_tok: 9 },
    'num_experts_per_tok: 9: expected at most n_routed_experts 8',
  ],
  ['experts', 'deepseek_v3', { topk_group: 5 }, 'topk_group: 5: expected at most n_group 4'],
  ['activation', 'bert', { hidden_act: 'gelu_nwe' }, `hidden_act: ${ACTIVATION}`],
  ['activation', 'gpt2', { activation_function: 'gelu_nwe' }, `activation_function: ${ACTIVATION}`],
  ['activation', 'gemma2', { hidden_activation: 'gelu_nwe' }, `hidden_activation: ${ACTIVATION}`],
  ['activation', 'falcon', { activation: 'gelu_nwe' }, `activation: ${ACTIVATION}`],
  ['activation', 't5', { feed_forward_proj: 'gelu_nwe' }, `feed_forward_proj: ${ACTIVATION}`],
  ['activation', 'vit', { hidden_act: 'gelu_nwe' }, `hidden_act: ${ACTIVATION}`],
  // Families that pass over such a key, or have a function of their own.
  ['activation', 'gpt_oss', { hidden_act: 'gelu_nwe' }, `hidden_act: ${ACTIVATION}`],
  ['activation', 'llama', { activation: 'gelu_nwe' }, `activation: ${ACTIVATION}`],
  ['activation', 't5', { hidden_act: 'gelu_nwe' }, `hidden_act: ${ACTIVATION}`],
  ['rope scaling', 'llama', spiral, `rope_scaling.type: ${SCALING}`],
  ['rope scaling', 'mixtral', spiral, `rope_scaling.type: ${SCALING}`],
  ['rope scaling', 'deepseek_v3', spiral, `rope_scaling.type: ${SCALING}`],
  [
    'rope scaling',
    'falcon',
    { rope_scaling: { rope_type: 'yarn' } },
    'rope_scaling.factor: missing: expected a number above 0 with rope_type "yarn"',
  ],
  ['patches', 'vit', { patch_size: undefined }, side('patch_size', 16)],
  ['patches', 'clip_vision_model', { patch_size: undefined }, side('patch_size', 32)],
  ['patches', 'vit', { patch_size: 32 }, 'patch_size: 32: expected at most image_size 16'],
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-bad-models-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const configOf = (family: Family, own: object = {}): string =>
  written(`${family}.json`, JSON.stringify({ model_type: family, ...CONFIGS[family], ...own }));

/** The lines of the refusal, which begin with the file. */
async function refused(file: string): Promise<readonly string[]> {
  const lines = problemsOf(await score({ input: file })).split('\n');
  expect(lines.every((line) => line.startsWith(`${file}: `))).toBe(true);
  return lines.map((line) => line.slice(file.length + 2));
}

describe('a config that is wrong is refused by file, key, value and what is expected', () => {
  test.each(Object.keys(CONFIGS) as Family[])('and not the right one of %s', async (family) => {
    expect(valueOf(await score({ input: configOf(family) })).document.score).toBeGreaterThan(0);
  });

  test.each(WRONG)('%s of %s: %o', async (_, family, changes, expected) => {
    const [line, ...others] = await refused(configOf(family, changes));
    expect(others).toEqual([]);
    expect(line?.startsWith(expected) === true ? expected : line).toBe(expected);
  });
});

const tensors = z.record(
  z.string(),
  z.object({ dtype: z.string(), shape: z.array(z.number()), data_offsets: z.array(z.number()) }),
);

/** The tensors of a checkpoint of a family. */
async function tensorsOf(family: Family): Promise<z.infer<typeof tensors>> {
  const out = join(folder, `${family}.safetensors`);
  valueOf(await init({ input: configOf(family), out }));
  const bytes = readFileSync(out);
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
  const { __metadata__: _, ...all } = z.record(z.string(), z.unknown()).parse(JSON.parse(header));
  return tensors.parse(all);
}

/** A checkpoint of those tensors, all zero. */
function checkpointOf(all: z.infer<typeof tensors>): string {
  let end = 0;
  const placed = Object.entries(all).map(
    ([
      name,
      {
        data_offsets: [from = 0, to = 0],
        ...own
      },
    ]) => {
      const start = end;
      end += to - from;
      return [name, { ...own, data_offsets: [start, end] }];
    },
  );
  const header = Buffer.from(JSON.stringify(Object.fromEntries(placed)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return written('model.safetensors', Buffer.concat([length, header, Buffer.alloc(end)]));
}

describe('a checkpoint that is wrong is refused', () => {
  test.each([
    ['bert', 'encoder.layer'],
    ['gpt2', 'h'],
    ['llama', 'layers'],
    ['vit', 'encoder.layer'],
  ] as const)('where it lacks a layer of %s', async (family, path) => {
    const all = Object.entries(await tensorsOf(family));
    const rest = all.filter(([name]) => !name.includes(`${path}.0.`));
    expect(rest.length).toBeLessThan(all.length);
    expect(await refused(checkpointOf(Object.fromEntries(rest)))).toEqual([
      `${path}.0: no weights of this block, and some of ${path}.1: expected all blocks up to it; is a file missing?`,
    ]);
  });

  test.each([
    ['bert', 'llama'],
    ['gpt2', 'bert'],
    ['t5', 'vit'],
  ] as const)('where it mixes %s and %s', async (one, other) => {
    const mixed = { ...(await tensorsOf(one)), ...(await tensorsOf(other)) };
    const [line] = await refused(checkpointOf(mixed));
    expect(line).toMatch(
      /^\["[^"]+"\]: most names are those of .*, and \d+ those of .*; expected one/,
    );
  });

  test('where it lacks the last layer of the config beside it: catches layers that none comes after', async () => {
    const rest = Object.entries(await tensorsOf('llama')).filter(
      ([name]) => !name.includes('layers.1.'),
    );
    const own = mkdtempSync(join(folder, 'last-'));
    renameSync(checkpointOf(Object.fromEntries(rest)), join(own, 'model.safetensors'));
    copyFileSync(configOf('llama'), join(own, 'config.json'));
    expect(await refused(join(own, 'model.safetensors'))).toEqual([
      'model.layers.1.input_layernorm.weight: missing, and all other weights of layer 1, of 2 in config.json beside it: expected a whole model; is a file missing?',
    ]);
    // One model of two families.
    copyFileSync(configOf('bert'), join(own, 'config.json'));
    expect(await refused(join(own, 'model.safetensors'))).toEqual([
      'bert.encoder.layer.0.attention.self.query.weight: missing, and all other weights of the layers of config.json beside it: expected one model; put each in a folder of its own',
    ]);
  });

  test.each(['model.safetensors', 'config.json'])('as a Git LFS pointer: %s', async (name) => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 123\n';
    expect(await refused(written(name, pointer))).toEqual([
      'a Git LFS pointer, not the file itself: run git lfs pull',
    ]);
  });

  test.each(['pytorch_model.bin', 'model.pt', 'model.pth', 'last.ckpt'])(
    'as a pickle: %s',
    async (name) => {
      expect(await refused(written(name, Buffer.from('PK\x03\x04')))).toEqual([
        'a PyTorch pickle: convert it to safetensors',
      ]);
    },
  );
});
