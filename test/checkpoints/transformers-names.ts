/**
 * The parameters of model classes of the transformers library, by their names and shapes: written down
 * from the modules in `modeling_*.py` there, one file for each family, and not from what zerolm writes.
 * `{n}` is the number of a block, and stands for each of two; `{e}` that of an expert, for each of three.
 * Shapes are of h 24 (hidden size), f 20 (feed-forward), v 40 (tokens), p 16 (positions) and further
 * letters of a family.
 */
export interface NamedModel {
  readonly config: Readonly<Record<string, unknown>>;
  readonly letters: Readonly<Record<string, number>>;
  readonly tensors: Readonly<Record<string, string>>;
}

export const SIZES = {
  ...{ vocab_size: 40, hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 },
  ...{ intermediate_size: 20, max_position_embeddings: 16 },
};
export const LETTERS = { h: 24, f: 20, v: 40, p: 16, t: 2 };

/** A linear layer with bias. */
export const linear = (name: string, outputs: string, inputs: string): Record<string, string> => ({
  [`${name}.weight`]: `${outputs} ${inputs}`,
  [`${name}.bias`]: outputs,
});

/** A layer norm. */
export const norm = (name: string, size: string): Record<string, string> => ({
  [`${name}.weight`]: size,
  [`${name}.bias`]: size,
});

/** The encoder of BERT and its kin, after the prefix of a class. */
export function bertLike(prefix: string, e: string): Record<string, string> {
  const block = `${prefix}.encoder.layer.{n}`;
  return {
    [`${prefix}.embeddings.word_embeddings.weight`]: `v ${e}`,
    [`${prefix}.embeddings.position_embeddings.weight`]: `p ${e}`,
    [`${prefix}.embeddings.token_type_embeddings.weight`]: `t ${e}`,
    ...norm(`${prefix}.embeddings.LayerNorm`, e),
    ...linear(`${block}.attention.self.query`, 'h', 'h'),
    ...linear(`${block}.attention.self.key`, 'h', 'h'),
    ...linear(`${block}.attention.self.value`, 'h', 'h'),
    ...linear(`${block}.attention.output.dense`, 'h', 'h'),
    ...norm(`${block}.attention.output.LayerNorm`, 'h'),
    ...linear(`${block}.intermediate.dense`, 'f', 'h'),
    ...linear(`${block}.output.dense`, 'h', 'f'),
    ...norm(`${block}.output.LayerNorm`, 'h'),
  };
}

/** Llama without its feed-forward layers: 4 heads of `d`, 2 of keys and values. */
export const LLAMA_ATTENTION = {
  'model.embed_tokens.weight': 'v h',
  'model.layers.{n}.self_attn.q_proj.weight': 'a h',
  'model.layers.{n}.self_attn.k_proj.weight': 'c h',
  'model.layers.{n}.self_attn.v_proj.weight': 'c h',
  'model.layers.{n}.self_attn.o_proj.weight': 'h a',
  'model.layers.{n}.input_layernorm.weight': 'h',
  'model.layers.{n}.post_attention_layernorm.weight': 'h',
  'model.norm.weight': 'h',
};
export const LLAMA_FEED_FORWARD = {
  'model.layers.{n}.mlp.gate_proj.weight': 'f h',
  'model.layers.{n}.mlp.up_proj.weight': 'f h',
  'model.layers.{n}.mlp.down_proj.weight': 'h f',
};
export const HEAD = { 'lm_head.weight': 'v h' };
export const GROUPED = { ...SIZES, num_key_value_heads: 2 };
export const GROUPED_LETTERS = { ...LETTERS, a: 24, c: 12, d: 6, x: 3 };

/** One of the two stacks of T5, without cross-attention. */
function t5Stack(stack: string, feedForward: number): Record<string, string> {
  const block = `${stack}.block.{n}.layer`;
  return {
    [`${block}.0.SelfAttention.q.weight`]: 'a h',
    [`${block}.0.SelfAttention.k.weight`]: 'a h',
    [`${block}.0.SelfAttention.v.weight`]: 'a h',
    [`${block}.0.SelfAttention.o.weight`]: 'h a',
    [`${stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`]: 'b n',
    [`${block}.0.layer_norm.weight`]: 'h',
    [`${block}.${feedForward}.DenseReluDense.wi_0.weight`]: 'f h',
    [`${block}.${feedForward}.DenseReluDense.wi_1.weight`]: 'f h',
    [`${block}.${feedForward}.DenseReluDense.wo.weight`]: 'h f',
    [`${block}.${feedForward}.layer_norm.weight`]: 'h',
    [`${stack}.final_layer_norm.weight`]: 'h',
  };
}

/** The models, by their `model_type`. */
export const NAMED_MODELS: Readonly<Record<string, NamedModel>> = {
  bert: {
    config: SIZES,
    letters: LETTERS,
    tensors: { ...bertLike('bert', 'h'), ...linear('bert.pooler.dense', 'h', 'h') },
  },
  roberta: {
    config: SIZES,
    letters: LETTERS,
    tensors: { ...bertLike('roberta', 'h'), ...linear('roberta.pooler.dense', 'h', 'h') },
  },
  electra: {
    config: { ...SIZES, embedding_size: 12 },
    letters: { ...LETTERS, e: 12 },
    tensors: { ...bertLike('electra', 'e'), ...linear('electra.embeddings_project', 'h', 'e') },
  },
  distilbert: {
    config: {
      vocab_size: 40,
      dim: 24,
      n_layers: 2,
      n_heads: 4,
      hidden_dim: 20,
      max_position_embeddings: 16,
    },
    letters: LETTERS,
    tensors: {
      'distilbert.embeddings.word_embeddings.weight': 'v h',
      'distilbert.embeddings.position_embeddings.weight': 'p h',
      ...norm('distilbert.embeddings.LayerNorm', 'h'),
      ...linear('distilbert.transformer.layer.{n}.attention.q_lin', 'h', 'h'),
      ...linear('distilbert.transformer.layer.{n}.attention.k_lin', 'h', 'h'),
      ...linear('distilbert.transformer.layer.{n}.attention.v_lin', 'h', 'h'),
      ...linear('distilbert.transformer.layer.{n}.attention.out_lin', 'h', 'h'),
      ...norm('distilbert.transformer.layer.{n}.sa_layer_norm', 'h'),
      ...linear('distilbert.transformer.layer.{n}.ffn.lin1', 'f', 'h'),
      ...linear('distilbert.transformer.layer.{n}.ffn.lin2', 'h', 'f'),
      ...norm('distilbert.transformer.layer.{n}.output_layer_norm', 'h'),
    },
  },
  albert: {
    // Two groups of one layer: what `{n}` counts.
    config: { ...SIZES, num_hidden_layers: 4, num_hidden_groups: 2, embedding_size: 12 },
    letters: { ...LETTERS, e: 12 },
    tensors: {
      'albert.embeddings.word_embeddings.weight': 'v e',
      'albert.embeddings.position_embeddings.weight': 'p e',
      'albert.embeddings.token_type_embeddings.weight': 't e',
      ...norm('albert.embeddings.LayerNorm', 'e'),
      ...linear('albert.encoder.embedding_hidden_mapping_in', 'h', 'e'),
      ...linear('albert.encoder.albert_layer_groups.{n}.albert_layers.0.attention.query', 'h', 'h'),
      ...linear('albert.encoder.albert_layer_groups.{n}.albert_layers.0.attention.key', 'h', 'h'),
      ...linear('albert.encoder.albert_layer_groups.{n}.albert_layers.0.attention.value', 'h', 'h'),
      ...linear('albert.encoder.albert_layer_groups.{n}.albert_layers.0.attention.dense', 'h', 'h'),
      ...norm('albert.encoder.albert_layer_groups.{n}.albert_layers.0.attention.LayerNorm', 'h'),
      ...linear('albert.encoder.albert_layer_groups.{n}.albert_layers.0.ffn', 'f', 'h'),
      ...linear('albert.encoder.albert_layer_groups.{n}.albert_layers.0.ffn_output', 'h', 'f'),
      ...norm('albert.encoder.albert_layer_groups.{n}.albert_layers.0.full_layer_layer_norm', 'h'),
      ...linear('albert.pooler', 'h', 'h'),
    },
  },
  'deberta-v2': {
    config: {
      ...{ ...SIZES, relative_attention: true, pos_att_type: 'c2p|p2c', conv_kernel_size: 3 },
      ...{ norm_rel_ebd: 'layer_norm', embedding_size: 12, type_vocab_size: 2 },
    },
    // As many distances to either side as there are positions.
    letters: { ...LETTERS, e: 12, r: 32, k: 3 },
    tensors: {
      'deberta.embeddings.word_embeddings.weight': 'v e',
      'deberta.embeddings.position_embeddings.weight': 'p e',
      'deberta.embeddings.token_type_embeddings.weight': 't e',
      'deberta.embeddings.embed_proj.weight': 'h e',
      ...norm('deberta.embeddings.LayerNorm', 'h'),
      'deberta.encoder.rel_embeddings.weight': 'r h',
      ...norm('deberta.encoder.LayerNorm', 'h'),
      'deberta.encoder.conv.conv.weight': 'h h k',
      'deberta.encoder.conv.conv.bias': 'h',
      ...norm('deberta.encoder.conv.LayerNorm', 'h'),
      ...linear('deberta.encoder.layer.{n}.attention.self.query_proj', 'h', 'h'),
      ...linear('deberta.encoder.layer.{n}.attention.self.key_proj', 'h', 'h'),
      ...linear('deberta.encoder.layer.{n}.attention.self.value_proj', 'h', 'h'),
      ...linear('deberta.encoder.layer.{n}.attention.self.pos_key_proj', 'h', 'h'),
      ...linear('deberta.encoder.layer.{n}.attention.self.pos_query_proj', 'h', 'h'),
      ...linear('deberta.encoder.layer.{n}.attention.output.dense', 'h', 'h'),
      ...norm('deberta.encoder.layer.{n}.attention.output.LayerNorm', 'h'),
      ...linear('deberta.encoder.layer.{n}.intermediate.dense', 'f', 'h'),
      ...linear('deberta.encoder.layer.{n}.output.dense', 'h', 'f'),
      ...norm('deberta.encoder.layer.{n}.output.LayerNorm', 'h'),
    },
  },
  gpt2: {
    // Its Conv1D has the inputs first.
    config: { vocab_size: 40, n_embd: 24, n_layer: 2, n_head: 4, n_inner: 20, n_positions: 16 },
    letters: { ...LETTERS, q: 72 },
    tensors: {
      'transformer.wte.weight': 'v h',
      'transformer.wpe.weight': 'p h',
      ...norm('transformer.h.{n}.ln_1', 'h'),
      'transformer.h.{n}.attn.c_attn.weight': 'h q',
      'transformer.h.{n}.attn.c_attn.bias': 'q',
      'transformer.h.{n}.attn.c_proj.weight': 'h h',
      'transformer.h.{n}.attn.c_proj.bias': 'h',
      ...norm('transformer.h.{n}.ln_2', 'h'),
      'transformer.h.{n}.mlp.c_fc.weight': 'h f',
      'transformer.h.{n}.mlp.c_fc.bias': 'f',
      'transformer.h.{n}.mlp.c_proj.weight': 'f h',
      'transformer.h.{n}.mlp.c_proj.bias': 'h',
      ...norm('transformer.ln_f', 'h'),
    },
  },
  gpt_neox: {
    config: SIZES,
    letters: { ...LETTERS, q: 72 },
    tensors: {
      'gpt_neox.embed_in.weight': 'v h',
      ...norm('gpt_neox.layers.{n}.input_layernorm', 'h'),
      ...norm('gpt_neox.layers.{n}.post_attention_layernorm', 'h'),
      ...linear('gpt_neox.layers.{n}.attention.query_key_value', 'q', 'h'),
      ...linear('gpt_neox.layers.{n}.attention.dense', 'h', 'h'),
      ...linear('gpt_neox.layers.{n}.mlp.dense_h_to_4h', 'f', 'h'),
      ...linear('gpt_neox.layers.{n}.mlp.dense_4h_to_h', 'h', 'f'),
      ...norm('gpt_neox.final_layer_norm', 'h'),
      'embed_out.weight': 'v h',
    },
  },
  opt: {
    config: {
      ...{ vocab_size: 40, hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 },
      ...{ ffn_dim: 20, max_position_embeddings: 14, word_embed_proj_dim: 12 },
    },
    letters: { ...LETTERS, e: 12 },
    tensors: {
      'model.decoder.embed_tokens.weight': 'v e',
      'model.decoder.embed_positions.weight': 'p h',
      'model.decoder.project_in.weight': 'h e',
      'model.decoder.project_out.weight': 'e h',
      ...linear('model.decoder.layers.{n}.self_attn.q_proj', 'h', 'h'),
      ...linear('model.decoder.layers.{n}.self_attn.k_proj', 'h', 'h'),
      ...linear('model.decoder.layers.{n}.self_attn.v_proj', 'h', 'h'),
      ...linear('model.decoder.layers.{n}.self_attn.out_proj', 'h', 'h'),
      ...norm('model.decoder.layers.{n}.self_attn_layer_norm', 'h'),
      ...linear('model.decoder.layers.{n}.fc1', 'f', 'h'),
      ...linear('model.decoder.layers.{n}.fc2', 'h', 'f'),
      ...norm('model.decoder.layers.{n}.final_layer_norm', 'h'),
      ...norm('model.decoder.final_layer_norm', 'h'),
    },
  },
  llama: {
    config: { ...GROUPED, attention_bias: true, mlp_bias: true },
    letters: GROUPED_LETTERS,
    tensors: {
      ...LLAMA_ATTENTION,
      ...LLAMA_FEED_FORWARD,
      ...HEAD,
      'model.layers.{n}.self_attn.q_proj.bias': 'a',
      'model.layers.{n}.self_attn.k_proj.bias': 'c',
      'model.layers.{n}.self_attn.v_proj.bias': 'c',
      'model.layers.{n}.self_attn.o_proj.bias': 'h',
      'model.layers.{n}.mlp.gate_proj.bias': 'f',
      'model.layers.{n}.mlp.up_proj.bias': 'f',
      'model.layers.{n}.mlp.down_proj.bias': 'h',
    },
  },
  mistral: {
    config: GROUPED,
    letters: GROUPED_LETTERS,
    tensors: { ...LLAMA_ATTENTION, ...LLAMA_FEED_FORWARD, ...HEAD },
  },
  gemma: {
    config: { ...GROUPED, head_dim: 5 },
    letters: { ...GROUPED_LETTERS, a: 20, c: 10 },
    tensors: { ...LLAMA_ATTENTION, ...LLAMA_FEED_FORWARD },
  },
  qwen2: {
    config: GROUPED,
    letters: GROUPED_LETTERS,
    tensors: {
      ...LLAMA_ATTENTION,
      ...LLAMA_FEED_FORWARD,
      ...HEAD,
      'model.layers.{n}.self_attn.q_proj.bias': 'a',
      'model.layers.{n}.self_attn.k_proj.bias': 'c',
      'model.layers.{n}.self_attn.v_proj.bias': 'c',
    },
  },
  qwen3: {
    config: { ...GROUPED, head_dim: 5 },
    letters: { ...GROUPED_LETTERS, a: 20, c: 10, d: 5 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...LLAMA_FEED_FORWARD,
      ...HEAD,
      'model.layers.{n}.self_attn.q_norm.weight': 'd',
      'model.layers.{n}.self_attn.k_norm.weight': 'd',
    },
  },
  mixtral: {
    // As checkpoints have them; newer versions of the library stack experts when they load these.
    config: { ...GROUPED, num_local_experts: 3 },
    letters: GROUPED_LETTERS,
    tensors: {
      ...LLAMA_ATTENTION,
      ...HEAD,
      'model.layers.{n}.block_sparse_moe.gate.weight': 'x h',
      'model.layers.{n}.block_sparse_moe.experts.{e}.w1.weight': 'f h',
      'model.layers.{n}.block_sparse_moe.experts.{e}.w2.weight': 'h f',
      'model.layers.{n}.block_sparse_moe.experts.{e}.w3.weight': 'f h',
    },
  },
  qwen2_moe: {
    config: {
      ...{ ...GROUPED, num_experts: 3, num_experts_per_tok: 2, moe_intermediate_size: 7 },
      shared_expert_intermediate_size: 9,
    },
    letters: { ...GROUPED_LETTERS, m: 7, s: 9, o: 1 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...HEAD,
      'model.layers.{n}.self_attn.q_proj.bias': 'a',
      'model.layers.{n}.self_attn.k_proj.bias': 'c',
      'model.layers.{n}.self_attn.v_proj.bias': 'c',
      'model.layers.{n}.mlp.gate.weight': 'x h',
      'model.layers.{n}.mlp.experts.{e}.gate_proj.weight': 'm h',
      'model.layers.{n}.mlp.experts.{e}.up_proj.weight': 'm h',
      'model.layers.{n}.mlp.experts.{e}.down_proj.weight': 'h m',
      'model.layers.{n}.mlp.shared_expert.gate_proj.weight': 's h',
      'model.layers.{n}.mlp.shared_expert.up_proj.weight': 's h',
      'model.layers.{n}.mlp.shared_expert.down_proj.weight': 'h s',
      'model.layers.{n}.mlp.shared_expert_gate.weight': 'o h',
    },
  },
  phi: {
    config: { ...GROUPED, qk_layernorm: true },
    letters: GROUPED_LETTERS,
    tensors: {
      'model.embed_tokens.weight': 'v h',
      ...linear('model.layers.{n}.self_attn.q_proj', 'a', 'h'),
      ...linear('model.layers.{n}.self_attn.k_proj', 'c', 'h'),
      ...linear('model.layers.{n}.self_attn.v_proj', 'c', 'h'),
      ...linear('model.layers.{n}.self_attn.dense', 'h', 'a'),
      ...norm('model.layers.{n}.self_attn.q_layernorm', 'd'),
      ...norm('model.layers.{n}.self_attn.k_layernorm', 'd'),
      ...linear('model.layers.{n}.mlp.fc1', 'f', 'h'),
      ...linear('model.layers.{n}.mlp.fc2', 'h', 'f'),
      ...norm('model.layers.{n}.input_layernorm', 'h'),
      ...norm('model.final_layernorm', 'h'),
      ...linear('lm_head', 'v', 'h'),
    },
  },
  t5: {
    config: {
      ...{ vocab_size: 40, d_model: 24, d_kv: 5, d_ff: 20, num_layers: 2, num_heads: 4 },
      ...{ feed_forward_proj: 'gated-gelu', tie_word_embeddings: false },
    },
    letters: { ...LETTERS, a: 20, b: 32, n: 4 },
    tensors: {
      'shared.weight': 'v h',
      ...t5Stack('encoder', 1),
      ...t5Stack('decoder', 2),
      'decoder.block.{n}.layer.1.EncDecAttention.q.weight': 'a h',
      'decoder.block.{n}.layer.1.EncDecAttention.k.weight': 'a h',
      'decoder.block.{n}.layer.1.EncDecAttention.v.weight': 'a h',
      'decoder.block.{n}.layer.1.EncDecAttention.o.weight': 'h a',
      'decoder.block.{n}.layer.1.layer_norm.weight': 'h',
      'lm_head.weight': 'v h',
    },
  },
};
