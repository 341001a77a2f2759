import {
  GROUPED,
  GROUPED_LETTERS,
  HEAD,
  LETTERS,
  linear,
  LLAMA_ATTENTION,
  LLAMA_FEED_FORWARD,
  norm,
  type NamedModel,
} from './named-model.ts';

const BLOCK = 'model.layers.{n}';

/** Decoders whose blocks differ from Llama's, by their `model_type`. */
export const DECODERS: Readonly<Record<string, NamedModel>> = {
  gemma2: {
    config: { ...GROUPED, head_dim: 6 },
    letters: GROUPED_LETTERS,
    tensors: {
      ...LLAMA_ATTENTION,
      ...LLAMA_FEED_FORWARD,
      [`${BLOCK}.pre_feedforward_layernorm.weight`]: 'h',
      [`${BLOCK}.post_feedforward_layernorm.weight`]: 'h',
    },
  },
  olmoe: {
    config: { ...GROUPED, num_experts: 3, num_experts_per_tok: 2 },
    letters: GROUPED_LETTERS,
    tensors: {
      ...LLAMA_ATTENTION,
      ...HEAD,
      [`${BLOCK}.self_attn.q_norm.weight`]: 'a',
      [`${BLOCK}.self_attn.k_norm.weight`]: 'c',
      [`${BLOCK}.mlp.gate.weight`]: 'x h',
      [`${BLOCK}.mlp.experts.{e}.gate_proj.weight`]: 'f h',
      [`${BLOCK}.mlp.experts.{e}.up_proj.weight`]: 'f h',
      [`${BLOCK}.mlp.experts.{e}.down_proj.weight`]: 'h f',
    },
  },
  starcoder2: {
    config: { ...GROUPED, tie_word_embeddings: false },
    letters: GROUPED_LETTERS,
    tensors: {
      'model.embed_tokens.weight': 'v h',
      ...HEAD,
      ...linear(`${BLOCK}.self_attn.q_proj`, 'a', 'h'),
      ...linear(`${BLOCK}.self_attn.k_proj`, 'c', 'h'),
      ...linear(`${BLOCK}.self_attn.v_proj`, 'c', 'h'),
      ...linear(`${BLOCK}.self_attn.o_proj`, 'h', 'a'),
      ...linear(`${BLOCK}.mlp.c_fc`, 'f', 'h'),
      ...linear(`${BLOCK}.mlp.c_proj`, 'h', 'f'),
      ...norm(`${BLOCK}.input_layernorm`, 'h'),
      ...norm(`${BLOCK}.post_attention_layernorm`, 'h'),
      ...norm('model.norm', 'h'),
    },
  },
  mpt: {
    config: { vocab_size: 40, d_model: 24, n_layers: 2, n_heads: 4 },
    letters: { ...LETTERS, q: 72, g: 96 },
    tensors: {
      'transformer.wte.weight': 'v h',
      'transformer.blocks.{n}.attn.Wqkv.weight': 'q h',
      'transformer.blocks.{n}.attn.out_proj.weight': 'h h',
      'transformer.blocks.{n}.ffn.up_proj.weight': 'g h',
      'transformer.blocks.{n}.ffn.down_proj.weight': 'h g',
      'transformer.blocks.{n}.norm_1.weight': 'h',
      'transformer.blocks.{n}.norm_2.weight': 'h',
      'transformer.norm_f.weight': 'h',
    },
  },
};
