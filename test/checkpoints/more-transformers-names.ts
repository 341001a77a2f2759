import {
  bertLike,
  GROUPED,
  GROUPED_LETTERS,
  HEAD,
  LETTERS,
  linear,
  LLAMA_ATTENTION,
  LLAMA_FEED_FORWARD,
  norm,
  SIZES,
  type NamedModel,
} from './named-model.ts';

/** A weight without a bias. */
const matrix = (name: string, outputs: string, inputs: string): Record<string, string> => ({
  [`${name}.weight`]: `${outputs} ${inputs}`,
});

const GPT = { vocab_size: 40, n_embd: 24, n_layer: 2, n_head: 4, n_inner: 20 };
const FUSED_LETTERS = { ...LETTERS, q: 72, g: 96 };
const { intermediate_size: _, ...NARROW } = SIZES;

/** Names in which those of a Llama are changed by rules, in their order. */
function renamed(
  tensors: Readonly<Record<string, string>>,
  rules: readonly (readonly [RegExp, string])[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, shape]) => [
      rules.reduce((own, [from, to]) => own.replace(from, to), name),
      shape,
    ]),
  );
}

const without = (tensors: Readonly<Record<string, string>>, part: RegExp): Record<string, string> =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => !part.test(name)));

/** The projections of query, key and value of Llama, which others have in one matrix. */
const SEPARATE = /\.[qkv]_proj\./;

/** What GPT-J and CodeGen have beside query, key and value. */
const GPTJ = {
  'transformer.wte.weight': 'v h',
  ...norm('transformer.h.{n}.ln_1', 'h'),
  ...matrix('transformer.h.{n}.attn.out_proj', 'h', 'h'),
  ...linear('transformer.h.{n}.mlp.fc_in', 'f', 'h'),
  ...linear('transformer.h.{n}.mlp.fc_out', 'h', 'f'),
  ...norm('transformer.ln_f', 'h'),
  ...linear('lm_head', 'v', 'h'),
};

/** Further models, by their `model_type`, written down in the same way. */
export const MORE_NAMED_MODELS: Readonly<Record<string, NamedModel>> = {
  xlm: {
    config: { vocab_size: 40, emb_dim: 24, n_layers: 2, n_heads: 4, n_langs: 2 },
    letters: { ...FUSED_LETTERS, p: 512 },
    tensors: {
      'transformer.position_embeddings.weight': 'p h',
      'transformer.lang_embeddings.weight': 't h',
      'transformer.embeddings.weight': 'v h',
      ...norm('transformer.layer_norm_emb', 'h'),
      ...linear('transformer.attentions.{n}.q_lin', 'h', 'h'),
      ...linear('transformer.attentions.{n}.k_lin', 'h', 'h'),
      ...linear('transformer.attentions.{n}.v_lin', 'h', 'h'),
      ...linear('transformer.attentions.{n}.out_lin', 'h', 'h'),
      ...norm('transformer.layer_norm1.{n}', 'h'),
      ...linear('transformer.ffns.{n}.lin1', 'g', 'h'),
      ...linear('transformer.ffns.{n}.lin2', 'h', 'g'),
      ...norm('transformer.layer_norm2.{n}', 'h'),
    },
  },
  convbert: {
    config: { ...SIZES, embedding_size: 12 },
    // Half of the heads, each with a kernel of 9.
    letters: { ...LETTERS, e: 12, a: 12, k: 9, o: 18, i: 1 },
    tensors: {
      ...without(bertLike('convbert', 'e'), /self/),
      ...linear('convbert.embeddings_project', 'h', 'e'),
      ...linear('convbert.encoder.layer.{n}.attention.self.query', 'a', 'h'),
      ...linear('convbert.encoder.layer.{n}.attention.self.key', 'a', 'h'),
      ...linear('convbert.encoder.layer.{n}.attention.self.value', 'a', 'h'),
      'convbert.encoder.layer.{n}.attention.self.key_conv_attn_layer.depthwise.weight': 'h i k',
      'convbert.encoder.layer.{n}.attention.self.key_conv_attn_layer.pointwise.weight': 'a h i',
      'convbert.encoder.layer.{n}.attention.self.key_conv_attn_layer.bias': 'a i',
      ...linear('convbert.encoder.layer.{n}.attention.self.conv_kernel_layer', 'o', 'a'),
      ...linear('convbert.encoder.layer.{n}.attention.self.conv_out_layer', 'a', 'h'),
    },
  },
  mpnet: {
    config: SIZES,
    letters: { ...LETTERS, b: 32, n: 4 },
    tensors: {
      ...renamed(without(bertLike('mpnet', 'h'), /token_type/), [
        [/attention\.self\.(.)\w+/, 'attention.attn.$1'],
        [/attention\.output\.dense/, 'attention.attn.o'],
        [/attention\.output\./, 'attention.'],
      ]),
      'mpnet.encoder.relative_attention_bias.weight': 'b n',
      ...linear('mpnet.pooler.dense', 'h', 'h'),
    },
  },
  stablelm: {
    config: { ...GROUPED, num_attention_heads: 3, num_key_value_heads: 3, qk_layernorm: true },
    letters: { ...GROUPED_LETTERS, c: 24, d: 8 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...LLAMA_FEED_FORWARD,
      ...HEAD,
      'model.layers.{n}.self_attn.q_layernorm.norms.{e}.weight': 'd',
      'model.layers.{n}.self_attn.k_layernorm.norms.{e}.weight': 'd',
      'model.layers.{n}.input_layernorm.bias': 'h',
      'model.layers.{n}.post_attention_layernorm.bias': 'h',
      'model.norm.bias': 'h',
    },
  },
  cohere: {
    config: { ...GROUPED, use_qk_norm: true },
    letters: { ...GROUPED_LETTERS, n: 4 },
    tensors: {
      ...without(LLAMA_ATTENTION, /post_attention/),
      ...LLAMA_FEED_FORWARD,
      'model.layers.{n}.self_attn.q_norm.weight': 'n d',
      'model.layers.{n}.self_attn.k_norm.weight': 't d',
    },
  },
  internlm2: {
    config: { ...GROUPED, bias: false },
    letters: { ...GROUPED_LETTERS, q: 48 },
    tensors: {
      ...renamed({ ...without({ ...LLAMA_ATTENTION, ...HEAD }, SEPARATE), ...LLAMA_FEED_FORWARD }, [
        [/embed_tokens/, 'tok_embeddings'],
        [/self_attn\.o_proj/, 'attention.wo'],
        [/input_layernorm/, 'attention_norm'],
        [/post_attention_layernorm/, 'ffn_norm'],
        [/mlp\.gate_proj/, 'feed_forward.w1'],
        [/mlp\.down_proj/, 'feed_forward.w2'],
        [/mlp\.up_proj/, 'feed_forward.w3'],
        [/lm_head/, 'output'],
      ]),
      ...matrix('model.layers.{n}.attention.wqkv', 'q', 'h'),
    },
  },
  baichuan: {
    config: { ...SIZES },
    letters: { ...FUSED_LETTERS, a: 24 },
    tensors: {
      ...without(LLAMA_ATTENTION, SEPARATE),
      ...LLAMA_FEED_FORWARD,
      ...HEAD,
      ...matrix('model.layers.{n}.self_attn.W_pack', 'q', 'h'),
    },
  },
  phi3: {
    config: GROUPED,
    letters: { ...GROUPED_LETTERS, q: 48, g: 40 },
    tensors: {
      ...without(LLAMA_ATTENTION, SEPARATE),
      ...HEAD,
      ...matrix('model.layers.{n}.self_attn.qkv_proj', 'q', 'h'),
      ...matrix('model.layers.{n}.mlp.gate_up_proj', 'g', 'h'),
      ...matrix('model.layers.{n}.mlp.down_proj', 'h', 'f'),
    },
  },
  glm4: {
    config: { ...GROUPED, head_dim: 6, attention_bias: false },
    letters: { ...GROUPED_LETTERS, g: 40 },
    tensors: {
      ...LLAMA_ATTENTION,
      ...HEAD,
      'model.layers.{n}.post_self_attn_layernorm.weight': 'h',
      'model.layers.{n}.post_mlp_layernorm.weight': 'h',
      ...matrix('model.layers.{n}.mlp.gate_up_proj', 'g', 'h'),
      ...matrix('model.layers.{n}.mlp.down_proj', 'h', 'f'),
    },
  },
  olmo2: {
    config: GROUPED,
    letters: GROUPED_LETTERS,
    tensors: {
      ...without(LLAMA_ATTENTION, /input_layernorm/),
      ...LLAMA_FEED_FORWARD,
      ...HEAD,
      'model.layers.{n}.post_feedforward_layernorm.weight': 'h',
      'model.layers.{n}.self_attn.q_norm.weight': 'a',
      'model.layers.{n}.self_attn.k_norm.weight': 'c',
    },
  },
  exaone: {
    config: GROUPED,
    letters: GROUPED_LETTERS,
    tensors: renamed({ ...LLAMA_ATTENTION, ...LLAMA_FEED_FORWARD }, [
      [/model\.embed_tokens/, 'transformer.wte'],
      [/model\.norm/, 'transformer.ln_f'],
      [/model\.layers/, 'transformer.h'],
      [/input_layernorm/, 'ln_1'],
      [/post_attention_layernorm/, 'ln_2'],
      [/self_attn\.o_proj/, 'attn.attention.out_proj'],
      [/self_attn/, 'attn.attention'],
      [/gate_proj/, 'c_fc_0'],
      [/up_proj/, 'c_fc_1'],
      [/down_proj/, 'c_proj'],
    ]),
  },
  gptj: {
    config: { ...GPT, rotary_dim: 2 },
    letters: LETTERS,
    tensors: {
      ...GPTJ,
      ...matrix('transformer.h.{n}.attn.q_proj', 'h', 'h'),
      ...matrix('transformer.h.{n}.attn.k_proj', 'h', 'h'),
      ...matrix('transformer.h.{n}.attn.v_proj', 'h', 'h'),
    },
  },
  codegen: {
    config: { ...GPT, rotary_dim: 2 },
    letters: FUSED_LETTERS,
    tensors: { ...GPTJ, ...matrix('transformer.h.{n}.attn.qkv_proj', 'q', 'h') },
  },
  bloom: {
    config: { vocab_size: 40, hidden_size: 24, n_layer: 2, n_head: 4 },
    letters: FUSED_LETTERS,
    tensors: {
      'transformer.word_embeddings.weight': 'v h',
      ...norm('transformer.word_embeddings_layernorm', 'h'),
      ...norm('transformer.h.{n}.input_layernorm', 'h'),
      ...linear('transformer.h.{n}.self_attention.query_key_value', 'q', 'h'),
      ...linear('transformer.h.{n}.self_attention.dense', 'h', 'h'),
      ...norm('transformer.h.{n}.post_attention_layernorm', 'h'),
      ...linear('transformer.h.{n}.mlp.dense_h_to_4h', 'g', 'h'),
      ...linear('transformer.h.{n}.mlp.dense_4h_to_h', 'h', 'g'),
      ...norm('transformer.ln_f', 'h'),
    },
  },
  falcon: {
    config: { ...NARROW, num_kv_heads: 2, new_decoder_architecture: true },
    letters: { ...FUSED_LETTERS, q: 48 },
    tensors: {
      'transformer.word_embeddings.weight': 'v h',
      ...norm('transformer.h.{n}.ln_attn', 'h'),
      ...norm('transformer.h.{n}.ln_mlp', 'h'),
      ...matrix('transformer.h.{n}.self_attention.query_key_value', 'q', 'h'),
      ...matrix('transformer.h.{n}.self_attention.dense', 'h', 'h'),
      ...matrix('transformer.h.{n}.mlp.dense_h_to_4h', 'g', 'h'),
      ...matrix('transformer.h.{n}.mlp.dense_4h_to_h', 'h', 'g'),
      ...norm('transformer.ln_f', 'h'),
    },
  },
};
