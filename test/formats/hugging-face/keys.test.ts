import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { architectureKey } from '../../../src/architecture/architecture-key.ts';
import { FOUND_KEY } from '../../../src/formats/common-keys.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { candidateOf } from '../specs.ts';
import { DEFAULTS } from './defaults.ts';
import {
  LLAMA_LIKE_FUNCTION_KEYS,
  LLAMA_LIKE_OTHER,
  LLAMA_LIKE_SMALL,
} from './llama-like-small.ts';
import { STACK_AND_IMAGE_DEFAULTS } from './stack-and-image-keys.ts';
import { weightsOf } from './weights-of.ts';

const families = Object.entries(DEFAULTS);

/** The keys of a family that shape weights, by its schema. */
function keysOf(modelType: string): string[] {
  const schema = HUGGING_FACE_FAMILIES.get(modelType)?.schema;
  if (!(schema instanceof z.ZodObject)) throw new Error('no object');
  const others = ['$schema', 'id', 'scores', FOUND_KEY, 'model_type', 'architectures'];
  // A key of one value refuses what is not read.
  return Object.entries<unknown>(schema.shape)
    .filter(([, own]) => !(own instanceof z.ZodDefault && own.unwrap() instanceof z.ZodLiteral))
    .map(([key]) => key)
    .filter((key) => !others.includes(key));
}

/** Keys whose absence means what other keys say; those of positions matter to long contexts alone. */
const LEFT_TO_OTHERS = [
  ...['head_dim', 'initializer_range', 'max_position_embeddings'],
  'original_max_position_embeddings',
];

describe('the defaults of', () => {
  test.each(families)('%s are those of its configuration class', (model_type, defaults) => {
    const left = candidateOf({ model_type }).architecture;
    const said = candidateOf({ model_type, ...defaults }).architecture;
    // Of which the weights are a function.
    expect(architectureKey(left)).toBe(architectureKey(said));
  });

  test('each are written down with all of its keys: catches one that nobody looked up', () => {
    const written = new Set(Object.keys({ ...DEFAULTS, ...STACK_AND_IMAGE_DEFAULTS }));
    expect([...HUGGING_FACE_FAMILIES.keys()].filter((type) => !written.has(type))).toEqual([]);
    for (const [modelType, defaults] of families) {
      // Null is the default of a key that is left to others, here with the value that these give.
      const missing = keysOf(modelType).filter((key) => !Object.hasOwn(defaults, key));
      expect(missing.filter((key) => !LEFT_TO_OTHERS.includes(key))).toEqual([]);
    }
  });
});

/** Keys that change what is computed and no weight: heads of one width together, what runs when. */
const NO_WEIGHT: Readonly<Record<string, readonly string[]>> = {
  ...LLAMA_LIKE_FUNCTION_KEYS,
  // Its layers share the weights of their groups.
  albert: ['num_hidden_layers', 'num_attention_heads'],
  bert: ['num_attention_heads'],
  'deberta-v2': ['num_attention_heads', 'attention_head_size'],
  distilbert: ['n_heads'],
  electra: ['num_attention_heads'],
  gpt2: ['n_head'],
  gpt_neox: ['num_attention_heads', 'use_parallel_residual', 'max_position_embeddings'],
  opt: ['num_attention_heads'],
  phi: ['max_position_embeddings'],
  roberta: ['num_attention_heads'],
  bloom: ['n_head'],
  camembert: ['num_attention_heads'],
  codegen: ['n_head', 'rotary_dim'],
  deberta: ['num_attention_heads'],
  falcon: ['alibi', 'max_position_embeddings'],
  gpt_neo: ['num_heads', 'attention_types', 'window_size'],
  gptj: ['n_head', 'rotary_dim'],
  modernbert: ['num_attention_heads', 'global_attn_every_n_layers', 'layer_types'].concat(
    'local_attention',
    'global_rope_theta',
    'local_rope_theta',
  ),
  mobilebert: ['num_attention_heads', 'normalization_type'],
  mpt: ['n_heads', 'attn_config'],
  nomic_bert: ['n_head', 'causal', 'max_position_embeddings'],
  stablelm: ['max_position_embeddings'],
  starcoder2: ['sliding_window', 'max_position_embeddings'],
  xlm: ['n_heads', 'gelu_activation', 'causal'],
  'xlm-roberta': ['num_attention_heads'],
};

/** Keys that change what any family computes, and no weight. */
const FUNCTION_KEYS = [
  ...['hidden_act', 'activation', 'activation_function', 'hidden_activation', 'conv_act'],
  ...['layer_norm_eps', 'layer_norm_epsilon', 'rms_norm_eps', 'is_decoder'],
  ...['norm_epsilon', 'norm_eps'],
  ...['rope_theta', 'rope_scaling', 'rope_parameters', 'rotary_pct', 'rotary_emb_base'],
  'original_max_position_embeddings',
  ...['partial_rotary_factor', 'scale_attn_weights', 'scale_attn_by_inverse_layer_idx'],
  'relative_attention_max_distance',
];

/** A small model of each family, in which every key means something. */
const SMALL: Readonly<Record<string, object>> = {
  ...LLAMA_LIKE_SMALL,
  'deberta-v2': {
    relative_attention: true,
    pos_att_type: ['c2p'],
    conv_kernel_size: 3,
    conv_groups: 2,
    max_relative_positions: 6,
  },
  opt: { word_embed_proj_dim: 16, ffn_dim: 20 },
  albert: { num_hidden_layers: 4, num_hidden_groups: 2 },
  phi: { qk_layernorm: false },
  codegen: { rotary_dim: 2 },
  gptj: { rotary_dim: 2 },
  deberta: { relative_attention: true, pos_att_type: ['c2p'], max_relative_positions: 6 },
  xlm: { n_langs: 3 },
  mobilebert: { intra_bottleneck_size: 8 },
};
const SIZES: Readonly<Record<string, number>> = {
  vocab_size: 40,
  ...{ hidden_size: 24, n_embd: 24, dim: 24, d_model: 24, emb_dim: 24, embedding_size: 12 },
  ...{ num_hidden_layers: 2, n_layer: 2, n_layers: 2, num_layers: 2, num_decoder_layers: 2 },
  ...{ num_attention_heads: 4, n_head: 4, n_heads: 4, num_heads: 4, num_key_value_heads: 4 },
  ...{ intermediate_size: 20, n_inner: 20, hidden_dim: 20, d_ff: 20, moe_intermediate_size: 20 },
  ...{ shared_expert_intermediate_size: 20, head_dim: 6, d_kv: 6, max_position_embeddings: 16 },
};

function smallOf(modelType: string): Record<string, unknown> {
  const keys = keysOf(modelType);
  const sizes = Object.entries(SIZES).filter(([key]) => keys.includes(key));
  // Some keys of rotary positions mean something with a scaling alone.
  const scaling = keys.includes('rope_scaling')
    ? { rope_scaling: { type: 'yarn', factor: 3 } }
    : {};
  return { model_type: modelType, ...Object.fromEntries(sizes), ...scaling, ...SMALL[modelType] };
}

/** Another value of a key, and what else has to be said that it means something. */
const OTHER: Readonly<Record<string, object>> = {
  ...LLAMA_LIKE_OTHER,
  norm_rel_ebd: { norm_rel_ebd: 'layer_norm' },
  pos_att_type: { pos_att_type: 'p2c|c2p' },
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
  do_layer_norm_before: { do_layer_norm_before: false },
  hidden_act: { hidden_act: 'tanh' },
  conv_act: { conv_act: 'gelu' },
  hidden_activation: { hidden_activation: 'tanh' },
  activation: { activation: 'tanh' },
  activation_function: { activation_function: 'tanh' },
  layer_norm_eps: { layer_norm_eps: 0.5 },
  layer_norm_epsilon: { layer_norm_epsilon: 0.5 },
  rms_norm_eps: { rms_norm_eps: 0.5 },
  rope_scaling: { rope_scaling: { type: 'linear', factor: 2 } },
  rope_parameters: { rope_parameters: { rope_theta: 7 } },
  rotary_pct: { rotary_pct: 0.75 },
  rotary_dim: { rotary_dim: null },
  num_heads: { num_heads: 8 },
  d_model: { d_model: 48 },
  emb_dim: { emb_dim: 48 },
  norm_epsilon: { norm_epsilon: 0.5 },
  norm_eps: { norm_eps: 0.5 },
  attention_types: { attention_types: [[['local'], 2]] },
  attn_config: { attn_config: { alibi_bias_max: 4 } },
  num_kv_heads: { new_decoder_architecture: true, num_kv_heads: 2 },
  num_ln_in_parallel_attn: { new_decoder_architecture: true, num_ln_in_parallel_attn: 1 },
  global_attn_every_n_layers: { global_attn_every_n_layers: 1 },
  layer_types: { layer_types: ['full_attention', 'full_attention'] },
  pad_vocab_size_multiple: { pad_vocab_size_multiple: 7 },
  partial_rotary_factor: { partial_rotary_factor: 0.75 },
};

/** The same of a family whose keys mean something only beside another one. */
const OTHER_OF: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  mobilebert: {
    intra_bottleneck_size: { intra_bottleneck_size: 16 },
    use_bottleneck_attention: {
      use_bottleneck_attention: true,
      key_query_shared_bottleneck: false,
    },
    key_query_shared_bottleneck: {
      ...{ use_bottleneck_attention: true, key_query_shared_bottleneck: false },
    },
    normalization_type: { normalization_type: 'layer_norm' },
  },
  nomic_bert: {
    n_positions: { activation_function: 'gelu', n_positions: 9, max_position_embeddings: 9 },
    max_position_embeddings: {},
    qkv_proj_bias: { activation_function: 'swiglu', qkv_proj_bias: true },
    mlp_fc1_bias: { activation_function: 'swiglu', mlp_fc1_bias: false, mlp_fc2_bias: false },
    mlp_fc2_bias: { activation_function: 'swiglu', mlp_fc1_bias: false, mlp_fc2_bias: false },
    rotary_emb_fraction: { activation_function: 'swiglu', rotary_emb_fraction: 0.5 },
    rotary_emb_base: { activation_function: 'swiglu', rotary_emb_base: 7 },
    rotary_emb_interleaved: { activation_function: 'swiglu', rotary_emb_interleaved: true },
  },
};

/** Keys of functions that change weights as well: whether the feed-forward layers are gated. */
const GATES: Readonly<Record<string, readonly string[]>> = { nomic_bert: ['activation_function'] };

function changed(key: string, config: Record<string, unknown>): object {
  const schema = HUGGING_FACE_FAMILIES.get(String(config.model_type))?.schema;
  const full: unknown = schema?.parse(config);
  const value: unknown = typeof full === 'object' && full !== null ? Reflect.get(full, key) : null;
  // No head shares its key.
  if (key === 'num_key_value_heads' && 'kv_lora_rank' in config) return { ...config, [key]: null };
  const other = OTHER_OF[String(config.model_type)]?.[key] ?? OTHER[key];
  if (other !== undefined) return { ...config, ...other };
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
        keysOf(modelType).filter(
          (key) =>
            [...FUNCTION_KEYS, ...(NO_WEIGHT[modelType] ?? [])].includes(key) &&
            GATES[modelType]?.includes(key) !== true &&
            (OTHER_OF[modelType]?.[key] === undefined ||
              NO_WEIGHT[modelType]?.includes(key) === true),
        ),
      );
      // What changes no weight is kept all the same.
      const one = architectureKey(candidateOf(config).architecture);
      const lost = same.filter(
        (key) =>
          key !== 'attention_head_size' &&
          // Another name of n_positions there.
          !(key === 'max_position_embeddings' && modelType === 'nomic_bert') &&
          !(key === 'num_key_value_heads' && 'kv_lora_rank' in config) &&
          architectureKey(candidateOf(changed(key, config)).architecture) === one,
      );
      expect(lost).toEqual([]);
    },
  );
});
