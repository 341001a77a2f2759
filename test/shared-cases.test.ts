import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { zerolm, type Run } from './cli/run.ts';

/** Inputs that once gave wrong answers, beside the project; they are not part of it. */
const CASES = fileURLToPath(new URL('../../shared/cases/', import.meta.url));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zerolm-cases-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A new file with that content. */
function written(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** The last hidden states of tokens 1 to 8 by a model that `zerolm export` has written. */
async function statesOf(spec: string): Promise<readonly number[]> {
  const out = join(folder, 'model.onnx');
  const args = ['export', spec, '--sequence-length', '8', '--out', out];
  expect(zerolm(args)).toMatchObject({ status: 0, stderr: '' });
  const session = await InferenceSession.create(out, { intraOpNumThreads: 1 });
  const feeds: Readonly<Record<string, readonly number[]>> = {
    input_ids: [1, 2, 3, 4, 5, 6, 7, 8],
    attention_mask: [1, 1, 1, 1, 1, 1, 1, 1],
    token_type_ids: [0, 0, 0, 0, 0, 0, 0, 0],
  };
  const results = await session.run(
    Object.fromEntries(
      session.inputNames.map((name) => {
        const own = BigInt64Array.from(feeds[name] ?? [], BigInt);
        return [name, new Tensor('int64', own, [1, own.length])];
      }),
    ),
  );
  await session.release();
  const states = results.last_hidden_state?.data;
  if (!(states instanceof Float32Array)) throw new Error('no last_hidden_state');
  return [...states];
}

const SMALL = { vocab_size: 50, initializer_range: 0.5 };
const BERT = {
  ...SMALL,
  model_type: 'bert',
  hidden_size: 16,
  num_attention_heads: 2,
  intermediate_size: 32,
  max_position_embeddings: 16,
  type_vocab_size: 2,
  num_hidden_layers: 1,
};
const GPT2 = {
  ...SMALL,
  model_type: 'gpt2',
  n_embd: 12,
  n_head: 3,
  n_layer: 2,
  n_positions: 16,
  activation_function: 'relu',
  layer_norm_epsilon: 0.1,
  scale_attn_by_inverse_layer_idx: true,
};
const ALBERT = {
  ...SMALL,
  model_type: 'albert',
  hidden_act: 'gelu',
  embedding_size: 6,
  hidden_size: 12,
  num_attention_heads: 3,
  intermediate_size: 20,
  max_position_embeddings: 16,
  num_hidden_layers: 2,
};

describe('an exported model computes the functions that its config names', () => {
  // By scripts/reference/function_cases.py: two entries of the first token and two of the last.
  test.each([
    ['ReLU in a BERT', { ...BERT, hidden_act: 'relu' }, [-0.900828, 0.801327, -0.843645, 0.220643]],
    ['ReLU, epsilon and scores in a GPT-2', GPT2, [0.38462, -1.03508, 0.580619, -0.090724]],
    ['the exact GELU in an ALBERT', ALBERT, [-0.416566, 1.339409, -1.119696, 0.086888]],
  ])('%s: catches the usual function of the family', async (_, config, expected) => {
    const states = await statesOf(written('function.json', JSON.stringify(config)));
    const last = states.length - states.length / 8;
    const found = [states[0], states[1], states[last], states[last + 1]];
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 5);
  });

  test('causal attention in a BERT that is a decoder: catches is_decoder ignored', async () => {
    const encoder = await statesOf(written('encoder.json', JSON.stringify(BERT)));
    const decoder = await statesOf(
      written('decoder.json', JSON.stringify({ ...BERT, is_decoder: true })),
    );
    // Only the last token sees the same tokens in both.
    const last = encoder.length - encoder.length / 8;
    expect(decoder.slice(last)).toEqual(
      encoder.slice(last).map((own): unknown => expect.closeTo(own, 5)),
    );
    expect(Math.abs((decoder[0] ?? 0) - (encoder[0] ?? 0))).toBeGreaterThan(0.1);
  });

  test('models that differ in the activation alone have scores of their own: catches one key for both', () => {
    const lines = ['relu', 'gelu'].map((hidden_act) =>
      JSON.stringify({ ...BERT, num_hidden_layers: 2, id: hidden_act, hidden_act }),
    );
    const file = written('two.ndjson', lines.join('\n'));
    for (const proxy of ['naswot', 'snip']) {
      const args = ['--proxy', proxy, '--sequence-length', '16', '--format', 'json'];
      const { stdout } = zerolm(['rank', file, ...args]);
      const { ranking } = z
        .object({ ranking: z.array(z.object({ score: z.number() })) })
        .parse(JSON.parse(stdout));
      expect(new Set(ranking.map(({ score }) => score)).size, proxy).toBe(2);
    }
  });
});

/** What a command has to print of a case, and on standard error; nothing there if absent. */
interface Answer {
  readonly out?: readonly (string | RegExp)[];
  readonly warning?: RegExp;
  readonly error?: RegExp;
}

const total = (count: string): RegExp => new RegExp(`^model .* ${count}$`, 'm');
const ONE_MODEL = [/score 0\.0135405/, total('984')];

const ANSWERS: readonly (readonly [command: string, answer: Answer])[] = [
  [
    'convert activation/gpt2-act.json --to hugging-face',
    {
      out: [
        '"activation_function": "relu"',
        '"layer_norm_epsilon": 0.1',
        '"scale_attn_by_inverse_layer_idx": true',
      ],
    },
  ],
  [
    'score heads/gpt-neox-classifier.json',
    { out: [total('164,096')], warning: /"GPTNeoXForSequenceClassification": its head for a task/ },
  ],
  ...['empty-f8', 'empty-f32'].map((name) => checkpoint(name, [total('840')], /passed over/)),
  checkpoint('integer-buffer', [total('840')], /passed over, no parameters: "classifier\.bn\.num/),
  ...['compile', 'ddp', 'multimodal', 'peft'].map((name) => checkpoint(name, ONE_MODEL)),
  ...['fused', 'separate'].map((name) =>
    checkpoint(name, [/score 0\.0135405/, / 0\.080\d+ .*1,840/]),
  ),
  ['inspect checkpoints/fused.safetensors', { out: [/^feed-forward +13 +1,568$/m] }],
  [
    'inspect checkpoints/fp8.safetensors',
    { out: ['F8_E4M3', /^model .* 985$/m], warning: /weight_scale/ },
  ],
  ['score checkpoints/fp8.safetensors', { out: [total('985')], warning: /weight_scale/ }],
  [
    'score checkpoints/fp8.safetensors --mode weights',
    { warning: /weight_scale/, error: /stored as F8_E4M3: expected F32.*closed form/ },
  ],
  [
    'score checkpoints/gptq.safetensors',
    { out: [total('984')], warning: /quantized \(GPTQ\): 1 matrices.*64 parameters/ },
  ],
  checkpoint('tied-head-copied', ONE_MODEL, /984 parameters are stored, and there are 824 if/),
  ...['score', 'inspect'].map((command): readonly [string, Answer] => [
    `${command} checkpoints/lfs-pointer`,
    { warning: /ignored/, error: /config\.json: a Git LFS pointer.*: run git lfs pull/ },
  ]),
  [
    'score checkpoints/lfs-pointer/model.safetensors',
    { error: /a Git LFS pointer.*: run git lfs pull/ },
  ],
  [
    'score checkpoints/shard-with-extra-tensor --mode weights',
    { out: [total('984')], warning: /1 tensors read that the index .* does not name/ },
  ],
  ...['score', 'rank'].map((command): readonly [string, Answer] => [
    `${command} folders/sentence-transformer`,
    { out: ['2,168'], warning: /saved beside a model, and no spec \(and in 8 more files\)/ },
  ]),
  ...['a/model folders/same-name/b/model', ''].map((rest): readonly [string, Answer] => [
    `rank folders/same-name/${rest}`,
    { out: [/1 +b\/model .*6,800\n +2 +a\/model .*6,200/] },
  ]),
  ['score yaml/octal.yaml --family gpt2', { error: /0100: ambiguous: 64 in YAML 1\.1/ }],
  ['score yaml/m_full.yaml --family gpt2', { out: [total('104,118')] }],
  [
    'score yaml/m_merge.yaml --family gpt2',
    { out: [total('104,118')], warning: /defaults: unknown key, ignored/ },
  ],
  ['score hints/gptj.json', { out: [total('6,050,882,784')] }],
  [
    'score hints/mistral3.json',
    { out: [total('596,049,920')], warning: /text_config: read alone.* all else .* left out/ },
  ],
  [
    'score hints/no-model-type.json',
    { out: ['score'], warning: /model_type: missing: architectures says bert/ },
  ],
  ['score small/infinity.json', { error: /rope_theta: Infinity: expected a number above 0/ }],
  ['score small/null-flags.json', { out: [total('95,040')] }],
  ['score small/pytorch_model.bin', { error: /a PyTorch pickle: convert it to safetensors/ }],
];

function checkpoint(
  name: string,
  out: readonly (string | RegExp)[],
  warning?: RegExp,
): readonly [string, Answer] {
  const command = `score checkpoints/${name}.safetensors --mode weights`;
  return [command, { out, ...(warning !== undefined && { warning }) }];
}

const there = existsSync(CASES);

describe.skipIf(!there)(
  there ? 'the right answer of a case' : `the right answer of a case (skipped: no folder ${CASES})`,
  () => {
    test.each(ANSWERS)('zerolm %s', (command, { out, warning, error }) => {
      const { status, stdout, stderr }: Run = zerolm(command.split(' '), { cwd: CASES });
      const lines = stderr.split('\n').filter((line) => line !== '');
      const errors = lines.filter((line) => line.startsWith('error: '));
      expect(lines.filter((line) => !/^(error|warning): /.test(line))).toEqual([]);
      expect([status, errors.length]).toEqual(error === undefined ? [0, 0] : [2, 1]);
      if (error !== undefined) expect(errors[0]).toMatch(error);
      expect(lines.length > errors.length).toBe(warning !== undefined);
      if (warning !== undefined) expect(stderr).toMatch(warning);
      for (const own of out ?? []) expect(stdout).toMatch(own);
    });

    test('relu.json gives the number of its README', async () => {
      expect((await statesOf(join(CASES, 'activation/relu.json')))[0]).toBeCloseTo(-0.900828, 5);
    });
  },
);
