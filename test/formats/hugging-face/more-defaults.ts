const ROTARY = { rope_theta: 10_000, rope_scaling: null, rope_parameters: null };

const GPT = {
  ...{ n_inner: null, layer_norm_epsilon: 1e-5, initializer_range: 0.02 },
  activation_function: 'gelu_new',
};

const GPTJ = {
  ...GPT,
  ...{ vocab_size: 50_400, n_embd: 4096, n_layer: 28, n_head: 16, rotary_dim: 64 },
  tie_word_embeddings: false,
};

const BERT = {
  ...{ vocab_size: 30_522, hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12 },
  ...{ intermediate_size: 3072, max_position_embeddings: 512, type_vocab_size: 2 },
  ...{ initializer_range: 0.02, hidden_act: 'gelu', layer_norm_eps: 1e-12 },
};

/** The same of decoders like GPT and of variants of BERT, see `DEFAULTS`. */
export const MORE_DEFAULTS = {
  gpt_bigcode: {
    ...{ ...GPT, vocab_size: 50_257, n_positions: 1024, n_embd: 768, n_layer: 12, n_head: 12 },
    ...{ activation_function: 'gelu_pytorch_tanh', scale_attn_weights: true, multi_query: true },
    tie_word_embeddings: true,
  },
  gptj: GPTJ,
  codegen: GPTJ,
  gpt_neo: {
    ...{ vocab_size: 50_257, max_position_embeddings: 2048, hidden_size: 2048, num_layers: 24 },
    ...{ num_heads: 16, intermediate_size: null, window_size: 256 },
    ...{ attention_types: [[['global', 'local'], 12]], activation_function: 'gelu_new' },
    ...{ layer_norm_epsilon: 1e-5, initializer_range: 0.02, tie_word_embeddings: true },
  },
  stablelm: {
    ...{ vocab_size: 50_304, hidden_size: 2560, num_hidden_layers: 32, num_attention_heads: 32 },
    ...{ num_key_value_heads: 32, intermediate_size: 6912, hidden_act: 'silu' },
    ...{ initializer_range: 0.02, layer_norm_eps: 1e-5, tie_word_embeddings: false },
    ...{ use_qkv_bias: false, qk_layernorm: false, use_parallel_residual: false },
    ...{ partial_rotary_factor: 0.25, ...ROTARY },
  },
  starcoder2: {
    ...{ vocab_size: 49_152, hidden_size: 3072, num_hidden_layers: 30, num_attention_heads: 24 },
    ...{ num_key_value_heads: 2, intermediate_size: 12_288, hidden_act: 'gelu_pytorch_tanh' },
    ...{ initializer_range: 0.018042, norm_epsilon: 1e-5, sliding_window: null },
    ...{ use_bias: true, tie_word_embeddings: true, ...ROTARY },
  },
  falcon: {
    ...{ vocab_size: 65_024, hidden_size: 4544, num_hidden_layers: 32, num_attention_heads: 71 },
    ...{ num_kv_heads: 71, ffn_hidden_size: 18_176, alibi: false, multi_query: true },
    ...{ new_decoder_architecture: false, parallel_attn: true, num_ln_in_parallel_attn: null },
    ...{ bias: false, activation: 'gelu', layer_norm_epsilon: 1e-5, initializer_range: 0.02 },
    ...{ tie_word_embeddings: true, ...ROTARY },
  },
  bloom: {
    ...{ vocab_size: 250_880, hidden_size: 64, n_layer: 2, n_head: 8 },
    ...{ layer_norm_epsilon: 1e-5, initializer_range: 0.02, tie_word_embeddings: true },
  },
  mpt: {
    ...{ vocab_size: 50_368, d_model: 2048, n_layers: 24, n_heads: 16 },
    attn_config: {
      ...{ attn_type: 'multihead_attention', attn_pdrop: 0, attn_impl: 'torch', clip_qkv: null },
      ...{ softmax_scale: null, prefix_lm: false, qk_ln: false, attn_uses_sequence_id: false },
      ...{ alibi: true, alibi_bias_max: 8 },
    },
    ...{ layer_norm_epsilon: 1e-5, initializer_range: 0.02, tie_word_embeddings: true },
  },
  'xlm-roberta': { ...BERT, is_decoder: false },
  camembert: { ...BERT, is_decoder: false },
  mpnet: { ...BERT, vocab_size: 30_527, relative_attention_num_buckets: 32 },
  xlm: {
    ...{ vocab_size: 30_145, emb_dim: 2048, n_layers: 12, n_heads: 16, n_langs: 1 },
    ...{ max_position_embeddings: 512, use_lang_emb: true, gelu_activation: true },
    ...{ causal: false, layer_norm_eps: 1e-12, init_std: 0.02 },
  },
  deberta: {
    ...{ ...BERT, vocab_size: 50_265, embedding_size: 768, type_vocab_size: 0 },
    ...{ layer_norm_eps: 1e-7, relative_attention: false, max_relative_positions: -1 },
    ...{ position_biased_input: true, pos_att_type: null },
  },
  convbert: {
    ...{ ...BERT, embedding_size: 768, head_ratio: 2, conv_kernel_size: 9, num_groups: 1 },
  },
  mobilebert: {
    ...{ ...BERT, embedding_size: 128, hidden_size: 512, num_hidden_layers: 24 },
    ...{ num_attention_heads: 4, intermediate_size: 512, intra_bottleneck_size: 128 },
    ...{ num_feedforward_networks: 4, use_bottleneck: true, use_bottleneck_attention: false },
    ...{ key_query_shared_bottleneck: true, trigram_input: true, hidden_act: 'relu' },
    ...{ normalization_type: 'no_norm', classifier_activation: true },
  },
  modernbert: {
    ...{ vocab_size: 50_368, hidden_size: 768, num_hidden_layers: 22, num_attention_heads: 12 },
    ...{ intermediate_size: 1152, hidden_activation: 'gelu', norm_eps: 1e-5, norm_bias: false },
    ...{ attention_bias: false, mlp_bias: false, global_attn_every_n_layers: 3 },
    ...{ layer_types: null, local_attention: 128, global_rope_theta: 160_000 },
    ...{ local_rope_theta: 10_000, initializer_range: 0.02, rope_scaling: null },
    rope_parameters: null,
  },
  // Of the transformers library; the keys of its authors' code have defaults of their own.
  nomic_bert: {
    ...{ vocab_size: 30_522, n_embd: 768, n_layer: 12, n_head: 12, n_inner: 3072 },
    ...{ n_positions: 2048, type_vocab_size: 2, layer_norm_epsilon: 1e-12 },
    ...{ initializer_range: 0.02, hidden_act: 'gelu', ...ROTARY, causal: false },
    activation_function: null,
    ...{ pad_vocab_size_multiple: 1, qkv_proj_bias: true, mlp_fc1_bias: true },
    ...{ mlp_fc2_bias: true, rotary_emb_fraction: 0, rotary_emb_base: 10_000 },
    ...{ rotary_emb_interleaved: false, prenorm: false, parallel_block: false },
    ...{ use_rms_norm: false, num_experts: 0 },
  },
} as const;
