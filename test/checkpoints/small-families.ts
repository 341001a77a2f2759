import { LLAMA_LIKE_DEFAULTS } from '../formats/hugging-face/llama-like-defaults.ts';
import { LLAMA_LIKE_SMALL } from '../formats/hugging-face/llama-like-small.ts';

const sizes = {
  ...{ vocab_size: 40, hidden_size: 24, num_hidden_layers: 3, num_attention_heads: 4 },
  ...{ intermediate_size: 20, max_position_embeddings: 16 },
};
const gpt = {
  ...{ vocab_size: 40, n_embd: 24, n_layer: 3, n_head: 4, n_inner: 20 },
};
const decoder = { ...sizes, num_key_value_heads: 2 };

const tiny = { ...decoder, moe_intermediate_size: 7 };
const narrow = {
  num_experts: 11,
  num_local_experts: 11,
  n_routed_experts: 11,
  num_experts_per_tok: 2,
};

/** Those like Llama that have no model below. */
const likeLlama = Object.fromEntries(
  Object.entries(LLAMA_LIKE_DEFAULTS).map(([type, defaults]) => {
    const keys = { ...tiny, ...narrow, head_dim: 6, ...LLAMA_LIKE_SMALL[type], num_layers: 3 };
    const own = Object.entries<unknown>(keys).filter(([key]) => Object.hasOwn(defaults, key));
    return [type, Object.fromEntries(own)];
  }),
);

const stacks = {
  ...{ vocab_size: 40, d_model: 24, encoder_layers: 2, decoder_layers: 2 },
  ...{ encoder_attention_heads: 4, decoder_attention_heads: 4, max_position_embeddings: 16 },
  ...{ encoder_ffn_dim: 20, decoder_ffn_dim: 20 },
};
const images = { ...sizes, vocab_size: undefined, image_size: 8, patch_size: 4 };

const t5 = {
  ...{ vocab_size: 40, d_model: 24, d_kv: 6, d_ff: 20, num_layers: 2, num_heads: 4 },
  ...{ feed_forward_proj: 'gated-gelu', tie_word_embeddings: false },
};

/** A small model of every family, with whatever it has of its own. */
export const SMALL: Readonly<Record<string, object>> = {
  ...likeLlama,
  ...Object.fromEntries(
    ['bart', 'blenderbot', 'm2m_100', 'marian', 'mbart', 'pegasus'].map((type) => [type, stacks]),
  ),
  ...Object.fromEntries(
    ['clip_vision_model', 'deit', 'dinov2', 'siglip_vision_model', 'vit'].map((type) => [
      type,
      images,
    ]),
  ),
  clip_text_model: sizes,
  siglip_text_model: sizes,
  mt5: t5,
  umt5: t5,
  whisper: { ...stacks, max_source_positions: 8, max_target_positions: 8 },
  albert: { ...sizes, embedding_size: 12, num_hidden_groups: 2, inner_group_num: 2 },
  bert: sizes,
  'deberta-v2': {
    ...{ ...sizes, relative_attention: true, pos_att_type: 'c2p|p2c', conv_kernel_size: 3 },
    ...{ norm_rel_ebd: 'layer_norm', embedding_size: 12 },
  },
  distilbert: { ...sizes, intermediate_size: undefined, hidden_dim: 20 },
  electra: { ...sizes, embedding_size: 12 },
  gemma: { ...decoder, head_dim: 5 },
  gpt2: { ...sizes, intermediate_size: undefined, n_inner: 20 },
  gpt_neox: sizes,
  llama: { ...decoder, attention_bias: true, mlp_bias: true },
  mistral: decoder,
  // More experts than ten, so that an order of names by their letters is another one.
  mixtral: { ...decoder, num_local_experts: 11 },
  opt: { ...sizes, word_embed_proj_dim: 16, ffn_dim: 20 },
  phi: { ...decoder, qk_layernorm: true },
  qwen2: decoder,
  qwen2_moe: { ...decoder, num_experts: 11, moe_intermediate_size: 7, mlp_only_layers: [1] },
  qwen3: { ...decoder, head_dim: 5 },
  roberta: sizes,
  bloom: { ...sizes, intermediate_size: undefined },
  camembert: sizes,
  codegen: { ...gpt, rotary_dim: 2 },
  cohere: { ...decoder, use_qk_norm: true },
  convbert: { ...sizes, embedding_size: 12, num_groups: 2 },
  deberta: { ...sizes, relative_attention: true, pos_att_type: 'c2p|p2c' },
  falcon: { ...sizes, intermediate_size: undefined, parallel_attn: false },
  gpt_bigcode: { ...gpt, multi_query: true },
  gpt_neo: sizes,
  gptj: { ...gpt, rotary_dim: 2 },
  mobilebert: { ...sizes, embedding_size: 12, intra_bottleneck_size: 8 },
  modernbert: sizes,
  mpnet: sizes,
  mpt: { ...sizes, intermediate_size: undefined },
  nomic_bert: { ...gpt, activation_function: 'swiglu', rotary_emb_fraction: 1 },
  stablelm: { ...decoder, qk_layernorm: true, use_qkv_bias: true },
  starcoder2: decoder,
  xlm: { ...sizes, intermediate_size: undefined, n_langs: 3 },
  'xlm-roberta': sizes,
  t5,
};
