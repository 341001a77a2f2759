import { LLAMA_LIKE_DEFAULTS } from './llama-like-defaults.ts';

/** Keys that change what is computed and no weight, in any family like Llama. */
const FUNCTION_KEYS = [
  ...['sliding_window', 'use_sliding_window', 'max_window_layers', 'sliding_window_pattern'],
  ...['attention_chunk_size', 'layer_types', 'no_rope_layers', 'no_rope_layer_interval'],
  ...['rope_local_base_freq', 'embedding_multiplier', 'attention_multiplier', 'logit_scale'],
  ...['residual_multiplier', 'logits_scaling', 'query_pre_attn_scalar', 'norm_topk_prob'],
  ...['attn_logit_softcapping', 'final_logit_softcapping', 'routed_scaling_factor', 'n_group'],
  ...['topk_group', 'topk_method'],
  ...['num_experts_per_tok', 'max_position_embeddings', 'rope_interleave'],
];

/** The same of each family that has more of them. */
export const LLAMA_LIKE_FUNCTION_KEYS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.keys(LLAMA_LIKE_DEFAULTS).map((family) => [family, FUNCTION_KEYS])),
  baichuan: [...FUNCTION_KEYS, 'num_attention_heads'],
  deepseek_v2: [...FUNCTION_KEYS, 'num_key_value_heads'],
  deepseek_v3: [...FUNCTION_KEYS, 'num_key_value_heads'],
  // Norms of queries and keys without weights.
  llama4_text: [...FUNCTION_KEYS, 'use_qk_norm'],
};

const experts = { num_experts: 4, num_experts_per_tok: 2 };
const localExperts = { num_local_experts: 4, num_experts_per_tok: 2 };
const window = { sliding_window: 4 };
const windows = { ...window, use_sliding_window: true, max_window_layers: 1 };
const latent = {
  ...{ n_routed_experts: 4, num_experts_per_tok: 2, first_k_dense_replace: 1 },
  num_key_value_heads: null,
  ...{ kv_lora_rank: 8, q_lora_rank: 9, qk_nope_head_dim: 4, qk_rope_head_dim: 2, v_head_dim: 5 },
};

/** A small model of each family, in which every key means something. */
export const LLAMA_LIKE_SMALL: Readonly<Record<string, object>> = {
  cohere: { use_qk_norm: true },
  cohere2: window,
  deepseek_v2: { ...latent, n_group: 2, topk_group: 1, topk_method: 'group_limited_greedy' },
  deepseek_v3: latent,
  gemma2: window,
  gemma3_text: window,
  gpt_oss: { ...localExperts, ...window },
  granitemoe: localExperts,
  llama4_text: { ...localExperts, interleave_moe_layer_step: 2, attention_chunk_size: 4 },
  ministral: window,
  mistral: window,
  mixtral: { ...localExperts, ...window },
  olmoe: experts,
  qwen2: windows,
  qwen2_5_vl: windows,
  qwen2_5_vl_text: windows,
  qwen2_moe: { ...experts, ...windows, mlp_only_layers: [0] },
  qwen2_vl: windows,
  qwen2_vl_text: windows,
  qwen3: windows,
  qwen3_moe: { ...experts, ...window, use_sliding_window: true, mlp_only_layers: [0] },
  smollm3: { ...window, use_sliding_window: true, no_rope_layers: [1, 0, 1, 0, 1, 0] },
};

/** Another value of a key, and what else has to be said that it means something. */
export const LLAMA_LIKE_OTHER: Readonly<Record<string, object>> = {
  num_experts: { num_experts: 5 },
  decoder_sparse_step: { decoder_sparse_step: 3 },
  mlp_only_layers: { mlp_only_layers: [1] },
  interleave_moe_layer_step: { interleave_moe_layer_step: 1 },
  moe_layers: { moe_layers: [0, 1] },
  first_k_dense_replace: { first_k_dense_replace: 2 },
  moe_layer_freq: { moe_layer_freq: 2 },
  layer_types: { layer_types: ['full_attention', 'full_attention'] },
  sliding_window_pattern: { sliding_window_pattern: 2 },
  max_window_layers: { max_window_layers: 2 },
  no_rope_layers: { no_rope_layers: [0, 1, 1, 1, 1, 1] },
  no_rope_layer_interval: { no_rope_layer_interval: 1, no_rope_layers: null },
  attention_multiplier: { attention_multiplier: 0.5 },
  topk_method: { topk_method: 'greedy' },
};
