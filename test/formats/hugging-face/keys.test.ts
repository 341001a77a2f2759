import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { architectureKey } from '../../../src/architecture/architecture-key.ts';
import { inventory } from '../../../src/architecture/inventory.ts';
import { FOUND_KEY } from '../../../src/formats/common-keys.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { candidateOf } from '../specs.ts';
import { DEFAULTS } from './defaults.ts';
import { weightsOf } from './weights-of.ts';

const families = Object.entries(DEFAULTS);

/** The keys of a family that shape weights, by its schema. */
function keysOf(modelType: string): string[] {
  const schema = HUGGING_FACE_FAMILIES.get(modelType)?.schema;
  if (!(schema instanceof z.ZodObject)) throw new Error('no object');
  const others = ['$schema', 'id', 'scores', FOUND_KEY, 'model_type'];
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
  ...['hidden_act', 'activation', 'activation_function', 'hidden_activation', 'conv_act'],
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
