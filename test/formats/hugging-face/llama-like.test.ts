import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../../src/architecture/inventory.ts';
import { countParameters } from '../../../src/architecture/parameter-counts.ts';
import { HUGGING_FACE_FAMILIES } from '../../../src/formats/hugging-face/families.ts';
import { candidateOf } from '../specs.ts';
import { FORMULAS, type Keys } from './llama-like-formulas.ts';
import { configOf, MODELS } from './llama-like-models.ts';

const totalOf = (config: object): number =>
  countParameters(inventory(candidateOf(config).architecture, 'normal')).total;

describe('the parameters of', () => {
  test.each(Object.entries(MODELS))('%s are those that were published', (_, model) => {
    const [family, , , total] = model;
    const config = configOf(model);
    expect(FORMULAS[family]?.(config)).toBe(total);
    expect(totalOf(configInNamesOf(family, config))).toBe(total);
  });

  test.each(Object.entries(FORMULAS))(
    'random models of %s are those of its modules',
    (family, formula) => {
      fc.assert(
        fc.property(configs(family), (config) => {
          expect(totalOf(configInNamesOf(family, config))).toBe(formula(config));
        }),
        { numRuns: 60 },
      );
    },
  );
});

/** Small sizes of which all combinations are valid. */
const sizes = fc
  .record({
    vocab_size: fc.integer({ min: 1, max: 60 }),
    half: fc.integer({ min: 1, max: 6 }),
    groups: fc.constantFrom(1, 2, 3),
    num_key_value_heads: fc.constantFrom(1, 2, 4),
    num_hidden_layers: fc.integer({ min: 1, max: 7 }),
    intermediate_size: fc.integer({ min: 1, max: 40 }),
    tie_word_embeddings: fc.boolean(),
  })
  .map(({ half, groups, ...own }) => {
    const num_attention_heads = groups * own.num_key_value_heads;
    return { ...own, num_attention_heads, hidden_size: 2 * half * num_attention_heads };
  });

const attention = { attention_bias: fc.boolean() };
const headSize = { head_dim: fc.integer({ min: 1, max: 20 }) };
const experts = fc.integer({ min: 2, max: 6 });
const each = { num_experts_per_tok: fc.constantFrom(1, 2) };
const moeWidth = { moe_intermediate_size: fc.integer({ min: 1, max: 20 }) };
const latent = {
  ...{ q_lora_rank: fc.option(fc.integer({ min: 1, max: 20 })), ...each, ...moeWidth },
  ...{ kv_lora_rank: fc.integer({ min: 1, max: 20 }), v_head_dim: fc.integer({ min: 1, max: 9 }) },
  qk_nope_head_dim: fc.integer({ min: 1, max: 9 }),
  qk_rope_head_dim: fc.constantFrom(2, 4),
  n_routed_experts: experts,
  n_shared_experts: fc.constantFrom(1, 2),
  first_k_dense_replace: fc.integer({ min: 0, max: 4 }),
};

/** The further keys of each family, with values that are valid with any sizes. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  baichuan: { num_key_value_heads: fc.constant(undefined) },
  cohere: { ...attention, use_qk_norm: fc.boolean() },
  cohere2: attention,
  deepseek_v2: { ...latent, num_key_value_heads: fc.constant(undefined) },
  deepseek_v3: { ...latent, num_key_value_heads: fc.constant(undefined) },
  exaone: headSize,
  gemma2: { ...attention, ...headSize },
  gemma3_text: { ...attention, ...headSize },
  glm: { ...attention, ...headSize },
  glm4: { ...attention, ...headSize },
  gpt_oss: { ...attention, ...headSize, num_local_experts: experts, ...each },
  granite: { ...attention, mlp_bias: fc.boolean() },
  granitemoe: { ...attention, num_local_experts: experts, ...each },
  internlm2: { bias: fc.boolean() },
  llama4_text: {
    ...{ ...attention, ...headSize, num_local_experts: experts, ...each },
    intermediate_size_mlp: fc.integer({ min: 1, max: 40 }),
    interleave_moe_layer_step: fc.constantFrom(1, 2, 3),
    use_qk_norm: fc.boolean(),
  },
  ministral: headSize,
  ministral3: headSize,
  olmo: attention,
  olmo2: attention,
  olmoe: { ...attention, num_experts: experts, ...each },
  qwen3_moe: {
    ...{ ...attention, ...headSize, ...moeWidth, num_experts: experts, ...each },
    decoder_sparse_step: fc.constantFrom(1, 2, 3),
    mlp_only_layers: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
  },
  qwen3_vl: { ...attention, ...headSize },
  qwen3_vl_text: { ...attention, ...headSize },
  smollm3: { ...attention, mlp_bias: fc.boolean() },
};

function configs(model_type: string): fc.Arbitrary<{ model_type: string } & Keys> {
  return fc
    .tuple(sizes, fc.record(OTHERS[model_type] ?? {}))
    .map(([own, others]) => ({ model_type, ...own, ...others }));
}

/** The config with the names of its family, where these are others, and without what is undefined. */
function configInNamesOf(family: string, config: object): object {
  const keys = Object.entries(config).filter(
    ([key, value]) =>
      value !== undefined && !(family === 'baichuan' && key === 'num_key_value_heads'),
  );
  return Object.fromEntries(
    keys.map(([key, value]) => [
      family === 'exaone' && key === 'num_hidden_layers' ? 'num_layers' : key,
      value,
    ]),
  );
}

test('every family like Llama has a formula, or a model in the list of totals', () => {
  const others = ['llama', 'mistral', 'mixtral', 'qwen2', 'qwen2_moe', 'qwen3', 'gemma'];
  for (const type of [...Object.keys(FORMULAS), ...others]) {
    expect(HUGGING_FACE_FAMILIES.has(type)).toBe(true);
  }
});
