/**
 * What the configuration classes of decoders like Llama take where a config leaves out a key, written
 * down from their sources: those of the transformers library, and for baichuan, exaone and internlm2
 * of their publishers.
 */
const common = {
  tie_word_embeddings: false,
  initializer_range: 0.02,
  hidden_act: 'silu',
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  rope_scaling: null,
  rope_parameters: null,
  original_max_position_embeddings: null,
};

const sizes = (
  [vocab_size, hidden_size, num_hidden_layers, num_attention_heads]: readonly number[],
  [num_key_value_heads, intermediate_size, max_position_embeddings]: readonly number[],
) => ({
  ...common,
  ...{ vocab_size, hidden_size, num_hidden_layers, num_attention_heads },
  ...{ num_key_value_heads, intermediate_size, max_position_embeddings },
});

const without = (keys: Readonly<Record<string, unknown>>, ...left: string[]) =>
  Object.fromEntries(Object.entries(keys).filter(([key]) => !left.includes(key)));

const qwenWindows = {
  use_sliding_window: false,
  sliding_window: 4096,
  max_window_layers: 28,
  layer_types: null,
};
const qwenExperts = { decoder_sparse_step: 1, mlp_only_layers: [], norm_topk_prob: false };
const mistral = [
  [32_000, 4096, 32, 32],
  [8, 14_336, 131_072],
] as const;
const qwen = [
  [151_936, 4096, 32, 32],
  [32, 22_016, 32_768],
] as const;
const qwenVl = {
  ...sizes([152_064, 8192, 80, 64], [8, 29_568, 32_768]),
  ...{ rms_norm_eps: 1e-5, rope_theta: 1e6 },
  ...{ ...qwenWindows, max_window_layers: 80 },
};
const qwen3Vl = {
  ...sizes([151_936, 4096, 32, 32], [32, 22_016, 128_000]),
  ...{ head_dim: 128, attention_bias: false, rope_theta: 500_000 },
};
const cohere = {
  ...without(sizes([256_000, 8192, 40, 64], [64, 22_528, 8192]), 'rms_norm_eps'),
  ...{
    tie_word_embeddings: true,
    layer_norm_eps: 1e-5,
    attention_bias: false,
    logit_scale: 0.0625,
  },
};
const glm = {
  ...sizes([151_552, 4096, 40, 32], [2, 13_696, 131_072]),
  ...{ rms_norm_eps: 0.00000015625, head_dim: 128, attention_bias: true },
  partial_rotary_factor: 0.5,
};
const granite = {
  ...sizes([32_000, 4096, 32, 32], [32, 11_008, 2048]),
  ...{ attention_bias: false, embedding_multiplier: 1, attention_multiplier: 1 },
  ...{ residual_multiplier: 1, logits_scaling: 1 },
};
const olmo = { ...sizes([50_304, 4096, 32, 32], [32, 11_008, 2048]), attention_bias: false };
const latent = {
  ...{ attention_bias: false, kv_lora_rank: 512, q_lora_rank: 1536, qk_nope_head_dim: 128 },
  ...{ qk_rope_head_dim: 64, v_head_dim: 128, moe_layer_freq: 1 },
};

/** Those of each family, by its type. */
export const LLAMA_LIKE_DEFAULTS = {
  baichuan: {
    ...without(sizes([64_000, 5120, 40, 40], [40, 13_696, 4096]), 'num_key_value_heads'),
    // Those of 13 B have no such key.
    max_position_embeddings: null,
  },
  cohere: { ...cohere, use_qk_norm: false, rope_theta: 500_000 },
  cohere2: { ...cohere, sliding_window: 4096, sliding_window_pattern: 4, layer_types: null },
  deepseek_v2: {
    ...sizes([32_000, 4096, 32, 32], [32, 11_008, 2048]),
    ...latent,
    ...{ n_routed_experts: 64, n_shared_experts: 2, moe_intermediate_size: 1407 },
    ...{ first_k_dense_replace: 0, routed_scaling_factor: 1, norm_topk_prob: false },
    ...{ n_group: null, topk_group: null, topk_method: 'greedy' },
    // None: with which the library can't run it.
    num_experts_per_tok: 1,
  },
  deepseek_v3: {
    ...sizes([129_280, 7168, 61, 128], [128, 18_432, 4096]),
    ...latent,
    ...{ n_routed_experts: 256, n_shared_experts: 1, moe_intermediate_size: 2048 },
    ...{ first_k_dense_replace: 3, routed_scaling_factor: 2.5, norm_topk_prob: true },
    ...{ n_group: 8, topk_group: 4 },
    ...{ num_experts_per_tok: 8, rope_interleave: true },
  },
  exaone: {
    ...without(
      sizes([102_400, 2048, 32, 32], [32, 8192, 2048]),
      ...['num_hidden_layers', 'hidden_act', 'rms_norm_eps'],
    ),
    ...{ num_layers: 32, activation_function: 'silu', layer_norm_epsilon: 1e-6 },
    tie_word_embeddings: true,
  },
  gemma2: {
    ...without(sizes([256_000, 2304, 26, 8], [4, 9216, 8192]), 'hidden_act'),
    ...{ tie_word_embeddings: true, head_dim: 256, hidden_activation: 'gelu_pytorch_tanh' },
    ...{ attention_bias: false, query_pre_attn_scalar: 256, sliding_window: 4096 },
    ...{ layer_types: null, attn_logit_softcapping: 50, final_logit_softcapping: 30 },
  },
  gemma3_text: {
    ...without(sizes([262_208, 2304, 26, 8], [4, 9216, 131_072]), 'hidden_act'),
    ...{ tie_word_embeddings: true, head_dim: 256, hidden_activation: 'gelu_pytorch_tanh' },
    ...{ attention_bias: false, query_pre_attn_scalar: 256, sliding_window: 4096 },
    ...{ layer_types: null, attn_logit_softcapping: null, final_logit_softcapping: null },
    ...{ sliding_window_pattern: 6, rope_local_base_freq: 10_000, rope_theta: 1e6 },
  },
  glm,
  glm4: glm,
  gpt_oss: {
    ...without(sizes([201_088, 2880, 36, 64], [8, 2880, 131_072]), 'hidden_act'),
    ...{ rms_norm_eps: 1e-5, head_dim: 64, attention_bias: true, sliding_window: 128 },
    ...{ layer_types: null, num_local_experts: 128, num_experts_per_tok: 4, rope_theta: 150_000 },
    rope_parameters: {
      ...{ rope_type: 'yarn', factor: 32, beta_fast: 32, beta_slow: 1, truncate: false },
      original_max_position_embeddings: 4096,
    },
  },
  granite: { ...granite, mlp_bias: false },
  granitemoe: { ...granite, num_local_experts: 8, num_experts_per_tok: 2 },
  internlm2: { ...sizes([103_168, 4096, 32, 32], [32, 11_008, 2048]), bias: true },
  llama4_text: {
    ...sizes([202_048, 5120, 48, 40], [8, 8192, 131_072]),
    ...{ rms_norm_eps: 1e-5, head_dim: 128, attention_bias: false, use_qk_norm: true },
    ...{ intermediate_size_mlp: 16_384, num_local_experts: 16, num_experts_per_tok: 1 },
    ...{ moe_layers: null, interleave_moe_layer_step: 1, no_rope_layers: null },
    ...{ no_rope_layer_interval: 4, attention_chunk_size: 8192, layer_types: null },
    rope_theta: 500_000,
  },
  ministral: { ...sizes(...mistral), sliding_window: 4096, layer_types: null },
  ministral3: {
    ...sizes([131_072, 4096, 34, 32], [8, 14_336, 262_144]),
    ...{ rms_norm_eps: 1e-5, head_dim: 128, sliding_window: null, rope_theta: null },
    rope_parameters: {
      ...{ type: 'yarn', rope_theta: 1e6, factor: 16, original_max_position_embeddings: 16_384 },
      ...{ beta_fast: 32, beta_slow: 1, mscale_all_dim: 1, mscale: 1 },
      llama_4_scaling_beta: 0.1,
    },
  },
  olmo: without(olmo, 'rms_norm_eps'),
  olmo2: { ...olmo, rms_norm_eps: 1e-5 },
  olmoe: {
    ...sizes([50_304, 2048, 16, 16], [16, 2048, 4096]),
    ...{ rms_norm_eps: 1e-5, attention_bias: false, norm_topk_prob: false },
    ...{ num_experts: 64, num_experts_per_tok: 8 },
  },
  phi3: {
    ...sizes([32_064, 3072, 32, 32], [32, 8192, 4096]),
    ...{ rms_norm_eps: 1e-5, sliding_window: null, partial_rotary_factor: 1 },
    original_max_position_embeddings: 4096,
  },
  qwen2_5_vl: qwenVl,
  qwen2_5_vl_text: qwenVl,
  qwen2_vl: qwenVl,
  qwen2_vl_text: qwenVl,
  qwen3_moe: {
    ...sizes([151_936, 2048, 24, 32], [4, 6144, 32_768]),
    ...{ attention_bias: false, use_sliding_window: false, sliding_window: 4096 },
    ...{ ...qwenExperts, num_experts: 128, num_experts_per_tok: 8, moe_intermediate_size: 768 },
  },
  qwen3_vl: qwen3Vl,
  qwen3_vl_text: qwen3Vl,
  smollm3: {
    ...sizes([128_256, 2048, 36, 16], [4, 11_008, 32_768]),
    ...{ tie_word_embeddings: true, attention_bias: false, mlp_bias: false, rope_theta: 2e6 },
    ...{ no_rope_layers: null, no_rope_layer_interval: 4, layer_types: null },
    ...{ use_sliding_window: false, sliding_window: null },
  },
  llama: {
    ...sizes([32_000, 4096, 32, 32], [32, 11_008, 2048]),
    ...{ attention_bias: false, mlp_bias: false },
  },
  mistral: { ...sizes(...mistral), sliding_window: 4096 },
  mixtral: {
    ...sizes(...mistral),
    ...{ rms_norm_eps: 1e-5, rope_theta: 1e6, sliding_window: null },
    ...{ num_local_experts: 8, num_experts_per_tok: 2 },
  },
  qwen2: { ...sizes(...qwen), ...qwenWindows },
  qwen3: { ...sizes(...qwen), ...qwenWindows, head_dim: 128, attention_bias: false },
  qwen2_moe: {
    ...sizes([151_936, 2048, 24, 16], [16, 5632, 32_768]),
    ...{ ...qwenWindows, ...qwenExperts, qkv_bias: true, num_experts: 60, num_experts_per_tok: 4 },
    ...{ moe_intermediate_size: 1408, shared_expert_intermediate_size: 5632 },
  },
  gemma: {
    ...sizes([256_000, 3072, 28, 16], [16, 24_576, 8192]),
    ...{ head_dim: 256, attention_bias: false, tie_word_embeddings: true },
    ...{ hidden_act: 'gelu_pytorch_tanh', hidden_activation: null },
  },
} as const;
