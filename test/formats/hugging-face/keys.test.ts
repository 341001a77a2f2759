import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { architectureKey } from '../../../src/architecture/architecture-key.ts';
import { inventory } from '../../../src/architecture/inventory.ts';
import { countParameters } from '../../../src/architecture/parameter-counts.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { formatProblem } from '../../../src/problem.ts';
import { candidateOf, problemsOf, readSpec } from '../specs.ts';
import { CONFIGS } from './configs.ts';
import { DEFAULTS } from './defaults.ts';

const families = Object.entries(DEFAULTS);

const warningsOf = (record: object): string[] => readSpec(record).warnings.map(formatProblem);

/** Paths and shapes of the weights of a config, as one text. */
const weightsOf = (record: object): string =>
  inventory(candidateOf(record).architecture, 'normal')
    .map(({ path, shape, distribution }) => JSON.stringify([path, shape, distribution]))
    .join('\n');

const totalOf = (record: object): number =>
  countParameters(inventory(candidateOf(record).architecture, 'normal')).total;

/** The keys of a family that shape weights, by its schema. */
function keysOf(modelType: string): string[] {
  const schema = HUGGING_FACE_FAMILIES.get(modelType)?.schema;
  if (!(schema instanceof z.ZodObject)) throw new Error('no object');
  const others = ['$schema', 'id', 'scores', 'model_type'];
  return Object.keys(schema.shape).filter((key) => !others.includes(key));
}

describe('the defaults of', () => {
  test.each(families)('%s are those of its configuration class', (model_type, defaults) => {
    const left = candidateOf({ model_type }).architecture;
    const said = candidateOf({ model_type, ...defaults }).architecture;
    const weights = [left, said].map((one) => JSON.stringify(inventory(one, 'normal')));
    expect(weights[0]).toBe(weights[1]);
    expect(architectureKey(left)).toBe(architectureKey(said));
  });

  test('all families are written down, each with all of its keys: catches one that nobody looked up', () => {
    expect(Object.keys(DEFAULTS).sort()).toEqual([...HUGGING_FACE_FAMILIES.keys()].sort());
    for (const [modelType, defaults] of families) {
      // Null is the default of a key that is left to others, here with the value that these give.
      const missing = keysOf(modelType).filter((key) => !Object.hasOwn(defaults, key));
      expect(missing.filter((key) => key !== 'head_dim' && key !== 'initializer_range')).toEqual(
        [],
      );
    }
  });
});

/** Keys that change what is computed and no weight: heads of one width together, what runs when. */
const NO_WEIGHT: Readonly<Record<string, readonly string[]>> = {
  // Its layers share the weights of their groups.
  albert: ['num_hidden_layers', 'num_attention_heads'],
  bert: ['num_attention_heads'],
  'deberta-v2': ['num_attention_heads', 'attention_head_size'],
  distilbert: ['n_heads'],
  electra: ['num_attention_heads'],
  gpt2: ['n_head'],
  gpt_neox: ['num_attention_heads', 'use_parallel_residual'],
  mixtral: ['num_experts_per_tok'],
  opt: ['num_attention_heads'],
  qwen2_moe: ['num_experts_per_tok'],
  roberta: ['num_attention_heads'],
};

/** Keys that change what any family computes, and no weight. */
const FUNCTION_KEYS = [
  ...['hidden_act', 'activation', 'activation_function', 'hidden_activation'],
  ...['layer_norm_eps', 'layer_norm_epsilon', 'rms_norm_eps', 'is_decoder'],
  ...['rope_theta', 'rope_scaling', 'rope_parameters', 'rotary_pct', 'rotary_emb_base'],
  ...['partial_rotary_factor', 'scale_attn_weights', 'scale_attn_by_inverse_layer_idx'],
  'relative_attention_max_distance',
];

/** A small model of each family, in which every key means something. */
const SMALL: Readonly<Record<string, object>> = {
  'deberta-v2': {
    relative_attention: true,
    pos_att_type: ['c2p'],
    conv_kernel_size: 3,
    conv_groups: 2,
    max_relative_positions: 6,
  },
  opt: { word_embed_proj_dim: 16, ffn_dim: 20 },
  qwen2_moe: { num_experts: 4, num_experts_per_tok: 2, mlp_only_layers: [0] },
  mixtral: { num_local_experts: 4, num_experts_per_tok: 2 },
  albert: { num_hidden_layers: 4, num_hidden_groups: 2 },
  phi: { qk_layernorm: false },
};
const SIZES: Readonly<Record<string, number>> = {
  vocab_size: 40,
  ...{ hidden_size: 24, n_embd: 24, dim: 24, d_model: 24, embedding_size: 12 },
  ...{ num_hidden_layers: 2, n_layer: 2, n_layers: 2, num_layers: 2, num_decoder_layers: 2 },
  ...{ num_attention_heads: 4, n_head: 4, n_heads: 4, num_heads: 4, num_key_value_heads: 4 },
  ...{ intermediate_size: 20, n_inner: 20, hidden_dim: 20, d_ff: 20, moe_intermediate_size: 20 },
  ...{ shared_expert_intermediate_size: 20, head_dim: 6, d_kv: 6, max_position_embeddings: 16 },
};

function smallOf(modelType: string): Record<string, unknown> {
  const keys = keysOf(modelType);
  const sizes = Object.entries(SIZES).filter(([key]) => keys.includes(key));
  return { model_type: modelType, ...Object.fromEntries(sizes), ...SMALL[modelType] };
}

/** Another value of a key, and what else has to be said that it means something. */
const OTHER: Readonly<Record<string, object>> = {
  norm_rel_ebd: { norm_rel_ebd: 'layer_norm' },
  pos_att_type: { pos_att_type: 'p2c|c2p' },
  mlp_only_layers: { mlp_only_layers: [1] },
  feed_forward_proj: { feed_forward_proj: 'gated-gelu' },
  is_gated_act: { is_gated_act: true },
  num_attention_heads: { num_attention_heads: 8 },
  n_head: { n_head: 8 },
  n_heads: { n_heads: 8 },
  num_key_value_heads: { num_key_value_heads: 2 },
  attention_head_size: { attention_head_size: 6 },
  hidden_size: { hidden_size: 48 },
  n_embd: { n_embd: 48 },
  dim: { dim: 48 },
  num_hidden_layers: { num_hidden_layers: 6 },
  initializer_range: { initializer_range: 0.05 },
  init_std: { init_std: 0.05 },
  conv_kernel_size: { conv_kernel_size: 5 },
  conv_groups: { conv_groups: 4 },
  num_hidden_groups: { num_hidden_groups: 1 },
  max_relative_positions: { max_relative_positions: 7 },
  position_buckets: { position_buckets: 5 },
  num_experts: { num_experts: 5 },
  decoder_sparse_step: { decoder_sparse_step: 3 },
  do_layer_norm_before: { do_layer_norm_before: false },
  hidden_act: { hidden_act: 'tanh' },
  hidden_activation: { hidden_activation: 'tanh' },
  activation: { activation: 'tanh' },
  activation_function: { activation_function: 'tanh' },
  layer_norm_eps: { layer_norm_eps: 0.5 },
  layer_norm_epsilon: { layer_norm_epsilon: 0.5 },
  rms_norm_eps: { rms_norm_eps: 0.5 },
  rope_scaling: { rope_scaling: { type: 'linear', factor: 2 } },
  rope_parameters: { rope_parameters: { rope_theta: 7 } },
  rotary_pct: { rotary_pct: 0.75 },
  partial_rotary_factor: { partial_rotary_factor: 0.75 },
};

function changed(key: string, config: Record<string, unknown>): object {
  const schema = HUGGING_FACE_FAMILIES.get(String(config.model_type))?.schema;
  const full: unknown = schema?.parse(config);
  const value: unknown = typeof full === 'object' && full !== null ? Reflect.get(full, key) : null;
  if (OTHER[key] !== undefined) return { ...config, ...OTHER[key] };
  if (typeof value === 'boolean') return { ...config, [key]: !value };
  return { ...config, [key]: typeof value === 'number' ? value + 1 : 7 };
}

describe('every key of', () => {
  test.each(Object.keys(DEFAULTS))(
    '%s changes a weight, or is known to change none: catches one that is read and not used',
    (modelType) => {
      const config = smallOf(modelType);
      const before = weightsOf(config);
      const same = keysOf(modelType).filter((key) => weightsOf(changed(key, config)) === before);
      expect(same).toEqual(
        keysOf(modelType).filter((key) =>
          [...FUNCTION_KEYS, ...(NO_WEIGHT[modelType] ?? [])].includes(key),
        ),
      );
      // What changes no weight is kept all the same.
      const one = architectureKey(candidateOf(config).architecture);
      const lost = same.filter(
        (key) =>
          key !== 'attention_head_size' &&
          architectureKey(candidateOf(changed(key, config)).architecture) === one,
      );
      expect(lost).toEqual([]);
    },
  );
});

describe('a key under another name', () => {
  test.each<[string, object, object]>([
    [
      'gpt2',
      { n_embd: 24, n_layer: 2, n_head: 4, n_positions: 16 },
      {
        hidden_size: 24,
        num_hidden_layers: 2,
        num_attention_heads: 4,
        max_position_embeddings: 16,
      },
    ],
    [
      'distilbert',
      { dim: 24, n_layers: 2, n_heads: 4 },
      { hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 },
    ],
    [
      't5',
      { d_model: 24, num_layers: 2, num_heads: 4, d_kv: 5 },
      { hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4, head_dim: 5 },
    ],
    [
      'mixtral',
      { hidden_size: 64, num_hidden_layers: 2, num_local_experts: 3 },
      { hidden_size: 64, num_hidden_layers: 2, num_experts: 3 },
    ],
  ])(
    'of %s is the same key: catches a size that is passed over for its default',
    (model_type, own, other) => {
      const expected = candidateOf({ model_type, ...own }).architecture;
      expect(candidateOf({ model_type, ...other }).architecture).toEqual(expected);
      expect(candidateOf({ model_type, ...own, ...other }).architecture).toEqual(expected);
      expect(warningsOf({ model_type, ...other })).toEqual([]);
    },
  );

  test('that says another thing than the key is refused, with both values', () => {
    expect(problemsOf({ model_type: 'gpt2', n_embd: 768, n_layer: 2, hidden_size: 512 })).toEqual([
      'spec.json: hidden_size: 512: expected 768, which n_embd says: both are names of the same; keep one',
    ]);
  });

  test('is called by that name where it is wrong', () => {
    expect(problemsOf({ model_type: 'gpt2', hidden_size: 0, n_layer: 2 })).toEqual([
      'spec.json: hidden_size: 0: expected a whole number from 1 to 65536',
    ]);
    expect(problemsOf({ model_type: 'gpt2', n_embd: 24, num_attention_heads: 5 })).toEqual([
      'spec.json: num_attention_heads: 5: expected a divisor of n_embd 24',
    ]);
  });

  test('is a key of its own where the library has no such name', () => {
    const warnings = warningsOf({
      model_type: 'opt',
      hidden_size: 24,
      num_hidden_layers: 2,
      n_embd: 3,
    });
    expect(warnings).toEqual(['spec.json: n_embd: unknown key, ignored']);
  });
});

describe('a key that would shape a weight and is not read', () => {
  test.each<[object, string]>([
    [{ auto_map: { AutoModel: 'mine.py' } }, 'auto_map: an object'],
    [{ per_layer_config: { 0: { head_dim: 3 } } }, 'per_layer_config: an object'],
    [{ layer_types: ['full_attention', 'linear_attention'] }, 'layer_types: a list of 2'],
    [{ position_embedding_type: 'relative_key' }, 'position_embedding_type: "relative_key"'],
    [{ add_cross_attention: true }, 'add_cross_attention: true'],
    [{ adapters: { adapters: { a: {} } } }, 'adapters: an object'],
    [{ initializer_factor: 0.5 }, 'initializer_factor: 0.5'],
    [{ tie_encoder_decoder: true }, 'tie_encoder_decoder: true'],
  ])('%o is named', (changes, named) => {
    const sizes = { hidden_size: 24, num_hidden_layers: 2 };
    expect(warningsOf({ model_type: 'bert', ...sizes, ...changes })).toEqual([
      `spec.json: ${named}: ignored, though it shapes weights: the model is read as it would be without it`,
    ]);
  });

  test.each<object>([
    { layer_types: ['sliding_attention', 'full_attention'], sliding_window: 4 },
    { layer_types: null, add_cross_attention: null, quantization_config: {} },
    { position_embedding_type: 'absolute', initializer_factor: 1, tie_word_embeddings: false },
    { num_labels: 3, id2label: { 0: 'a' }, classifier_dropout: 0.1, problem_type: null },
  ])('%o is not', (changes) => {
    const sizes = { hidden_size: 24, num_hidden_layers: 2 };
    expect(warningsOf({ model_type: 'bert', ...sizes, ...changes })).toEqual([]);
  });

  test('half of a T5 is named: catches an encoder with the capacity of both', () => {
    const config = { model_type: 't5', d_model: 24, num_layers: 2 };
    expect(warningsOf({ ...config, architectures: ['T5EncoderModel'] })).toEqual([
      'spec.json: architectures: a list of 1: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
    expect(warningsOf({ ...config, architectures: ['T5ForConditionalGeneration'] })).toEqual([]);
  });

  test('a standard deviation under the name of another family is named', () => {
    const sizes = { hidden_size: 24, num_hidden_layers: 2 };
    expect(warningsOf({ model_type: 'opt', ...sizes, initializer_range: 0.1 })).toEqual([
      'spec.json: initializer_range: 0.1: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
    expect(warningsOf({ model_type: 'llama', ...sizes, init_std: 0.1 })).toEqual([
      'spec.json: init_std: unknown key, ignored',
    ]);
  });
});

describe('deberta-v2', () => {
  const { pos_att_type, ...rest } = CONFIGS['deberta-v3-base'];
  const own = { ...rest, share_att_key: false };
  const square = 768 * 768 + 768;

  test('takes kinds of position attention as a list or a text, whatever the case', () => {
    const both = totalOf({ ...own, pos_att_type });
    for (const same of ['P2C | C2P', ['c2p', 'p2c'], 'c2p|p2c|c2p']) {
      expect(totalOf({ ...own, pos_att_type: same })).toBe(both);
    }
    for (const none of [null, [], '']) {
      expect(both - totalOf({ ...own, pos_att_type: none })).toBe(24 * square);
    }
  });

  test('without relative attention has neither distances nor their projections, but a norm if asked', () => {
    const without = { ...own, pos_att_type, relative_attention: false };
    const plain = totalOf({ ...without, norm_rel_ebd: 'none' });
    expect(totalOf({ ...own, pos_att_type, norm_rel_ebd: 'none' }) - plain).toBe(
      512 * 768 + 24 * square,
    );
    expect(totalOf({ ...without, norm_rel_ebd: 'None|Layer_Norm' }) - plain).toBe(2 * 768);
  });

  test.each<[object, number]>([
    [{ position_buckets: 256, max_relative_positions: 100 }, 512],
    [{ position_buckets: 0, max_relative_positions: 100 }, 200],
    [{ position_buckets: -1, max_relative_positions: 0 }, 1024],
    [{ max_position_embeddings: 64, position_buckets: -1, max_relative_positions: -1 }, 128],
  ])('has with %o %d distances', (changes, count) => {
    const lines = weightsOf({ ...own, pos_att_type, ...changes });
    expect(lines).toContain(`["deberta.encoder.rel_embeddings.weight",[${count},768]`);
  });

  test('divides its convolution by groups', () => {
    const changes = { conv_kernel_size: 3, conv_groups: 4 };
    expect(weightsOf({ ...own, pos_att_type, ...changes })).toContain(
      '["deberta.encoder.conv.conv.weight",[768,192,3]',
    );
  });

  test.each<[object, string]>([
    [{ pos_att_type: 'c2p|p2p' }, 'pos_att_type: "p2p": expected "c2p" or "p2c"'],
    [{ norm_rel_ebd: 'batch_norm' }, 'norm_rel_ebd: "batch_norm": expected "none" or "layer_norm"'],
    [
      { attention_head_size: 32 },
      'attention_head_size: 32: expected 768 / 12, since the output takes vectors of hidden_size',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf({ ...own, pos_att_type, ...changes })).toEqual([`spec.json: ${expected}`]);
  });
});

describe('what makes a feed-forward network of t5 gated', () => {
  const gatedOf = (changes: object): (boolean | undefined)[] =>
    candidateOf({ model_type: 't5', num_layers: 1, ...changes }).architecture.blocks.map(
      ({ gated }) => gated,
    );

  test.each<[object, boolean]>([
    [{}, false],
    [{ feed_forward_proj: 'relu' }, false],
    [{ feed_forward_proj: 'gated-silu' }, true],
    [{ is_gated_act: true }, true],
    [{ feed_forward_proj: 'gated-gelu', is_gated_act: true, dense_act_fn: 'gelu_new' }, true],
  ])('%o', (changes, gated) => {
    expect(gatedOf(changes)).toEqual([gated, gated]);
  });

  test.each<[object, string]>([
    [
      { feed_forward_proj: 'relu', is_gated_act: true },
      'is_gated_act: true: expected false with feed_forward_proj "relu"',
    ],
    [
      { feed_forward_proj: 'gelu-new' },
      'feed_forward_proj: "gelu-new": expected the name of an activation, as "relu" or "gated-gelu"',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf({ model_type: 't5', ...changes })).toEqual([`spec.json: ${expected}`]);
  });
});

describe('other details', () => {
  test('phi has heads of a size of their own, unless norms of another size follow them', () => {
    const phi = { ...CONFIGS['phi-2'], num_hidden_layers: 1 };
    const more = 32 * 20 * (4 * 2560 + 3);
    expect(totalOf({ ...phi, head_dim: 100 }) - totalOf(phi)).toBe(more);
    expect(problemsOf({ ...phi, head_dim: 100, qk_layernorm: true })).toEqual([
      'spec.json: head_dim: 100: expected 2560 / 32 with qk_layernorm, whose norms are of that size',
    ]);
    expect(totalOf({ ...phi, head_dim: 80, qk_layernorm: true }) - totalOf(phi)).toBe(4 * 80);
  });

  test('albert divides layers among groups in doubles, as the library does', () => {
    const { blocks } = candidateOf({
      ...CONFIGS['albert-base-v2'],
      num_hidden_layers: 18,
      num_hidden_groups: 14,
    }).architecture;
    expect(blocks[9]?.sharedAs).toBe('6.albert_layers.0');
  });
});

describe('what published configs say besides', () => {
  const common = ['architectures', 'torch_dtype', 'transformers_version', 'use_cache'];
  const encoder = ['attention_probs_dropout_prob', 'hidden_act', 'hidden_dropout_prob'];
  const rotary = ['attention_dropout', 'rms_norm_eps', 'rope_theta', 'rope_scaling', 'hidden_act'];
  const qwen = [...rotary, 'max_window_layers', 'sliding_window', 'use_sliding_window'];

  test.each<[keyof typeof CONFIGS, readonly string[]]>([
    ['bert-base-uncased', [...encoder, 'gradient_checkpointing', 'layer_norm_eps', 'pad_token_id']],
    ['roberta-base', [...encoder, 'bos_token_id', 'eos_token_id', 'layer_norm_eps']],
    ['electra-small-discriminator', [...encoder, 'summary_type', 'summary_use_proj']],
    [
      'distilbert-base-uncased',
      ['activation', 'qa_dropout', 'sinusoidal_pos_embds', 'tie_weights_'],
    ],
    ['albert-base-v2', [...encoder, 'classifier_dropout_prob', 'down_scale_factor', 'gap_size']],
    ['deberta-v3-base', [...encoder, 'pooler_dropout', 'pooler_hidden_act', 'pooler_hidden_size']],
    ['gpt2', ['activation_function', 'attn_pdrop', 'embd_pdrop', 'n_ctx', 'task_specific_params']],
    ['pythia-70m', ['layer_norm_eps', 'rotary_emb_base', 'rotary_pct', 'max_position_embeddings']],
    ['opt-125m', ['activation_dropout', 'layerdrop', 'prefix', 'dropout', 'word_embed_proj_dim']],
    ['Llama-2-7b', [...rotary, 'pretraining_tp', 'max_position_embeddings', '_name_or_path']],
    ['Mistral-7B-v0.1', [...rotary, 'sliding_window', 'max_position_embeddings']],
    ['Mixtral-8x7B-v0.1', [...rotary, 'output_router_logits', 'router_aux_loss_coef']],
    ['Qwen2-0.5B', qwen],
    ['Qwen3-0.6B', qwen],
    ['Qwen1.5-MoE-A2.7B', [...qwen, 'norm_topk_prob', 'output_router_logits']],
    ['gemma-2b', [...rotary, 'hidden_activation', 'max_position_embeddings']],
    ['phi-2', ['embd_pdrop', 'layer_norm_eps', 'partial_rotary_factor', 'resid_pdrop']],
    ['t5-small', ['decoder_start_token_id', 'dropout_rate', 'is_encoder_decoder', 'output_past']],
  ])('of %s passes without a word: catches noise that hides a warning', (name, keys) => {
    const besides = [...common, ...keys].filter((key) => !Object.hasOwn(CONFIGS[name], key));
    const config = { ...Object.fromEntries(besides.map((key) => [key, null])), ...CONFIGS[name] };
    expect(warningsOf(config)).toEqual([]);
  });
});
