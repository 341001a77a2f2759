/** The keys that the formulas read, of any family; each reads those of its own. */
export interface Keys {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads?: number;
  readonly intermediate_size: number;
  readonly head_dim?: number;
  readonly tie_word_embeddings?: boolean;
  readonly attention_bias?: boolean;
  readonly mlp_bias?: boolean;
  readonly bias?: boolean;
  readonly use_qk_norm?: boolean;
  readonly num_experts?: number;
  readonly num_local_experts?: number;
  readonly num_experts_per_tok?: number;
  readonly moe_intermediate_size?: number;
  readonly decoder_sparse_step?: number;
  readonly mlp_only_layers?: readonly number[];
  readonly intermediate_size_mlp?: number;
  readonly interleave_moe_layer_step?: number;
  readonly n_routed_experts?: number;
  readonly n_shared_experts?: number;
  readonly first_k_dense_replace?: number;
  readonly q_lora_rank?: number | null;
  readonly kv_lora_rank?: number;
  readonly qk_nope_head_dim?: number;
  readonly qk_rope_head_dim?: number;
  readonly v_head_dim?: number;
}

/** The widths of all queries, and of all keys. */
const widths = (c: Keys): readonly [number, number] => {
  const size = c.head_dim ?? c.hidden_size / c.num_attention_heads;
  return [c.num_attention_heads * size, (c.num_key_value_heads ?? c.num_attention_heads) * size];
};

/** Embedding, and a matrix of the head unless that is the same one. */
const outside = (c: Keys, tied: boolean): number =>
  c.vocab_size * c.hidden_size * ((c.tie_word_embeddings ?? tied) ? 1 : 2);

/** The four projections of attention, with biases where said. */
const attention = (c: Keys, bias: { queries?: boolean; output?: boolean } = {}): number => {
  const [query, key] = widths(c);
  const weights = c.hidden_size * (2 * query + 2 * key);
  return weights + (bias.queries ? query + 2 * key : 0) + (bias.output ? c.hidden_size : 0);
};

/** Gate, up and down. */
const gated = (h: number, f: number, bias = false): number => 3 * h * f + (bias ? 2 * f + h : 0);

const each = (count: number, of: (layer: number) => number): number =>
  Array.from({ length: count }, (_, layer) => of(layer)).reduce((sum, own) => sum + own, 0);

/** A model of equal blocks, one more norm, embedding and head. */
const model = (c: Keys, tied: boolean, block: number, finalNorm = c.hidden_size): number =>
  outside(c, tied) + c.num_hidden_layers * block + finalNorm;

/** Embedding, pre-norm blocks of attention and gate, a norm, a head: Llama's. */
const plain = (c: Keys, tied = false): number => {
  const { attention_bias: bias = false } = c;
  const block =
    attention(c, { queries: bias, output: bias }) +
    gated(c.hidden_size, c.intermediate_size, c.mlp_bias) +
    2 * c.hidden_size;
  return model(c, tied, block);
};

const qwen2 = (c: Keys): number => {
  const h = c.hidden_size;
  return model(c, false, attention(c, { queries: true }) + gated(h, c.intermediate_size) + 2 * h);
};

const qwen3 = (c: Keys, defaultSize = 128): number => {
  const size = c.head_dim ?? defaultSize;
  const own = { ...c, head_dim: size };
  return plain(own) + c.num_hidden_layers * 2 * size;
};

const latent = (c: Keys, defaults: Required<Pick<Keys, 'n_shared_experts'>>): number => {
  const {
    hidden_size: h,
    num_attention_heads: n,
    q_lora_rank: q = 1536,
    kv_lora_rank: r = 512,
  } = c;
  const {
    qk_nope_head_dim: plainSize = 128,
    qk_rope_head_dim: rotary = 64,
    v_head_dim: v = 128,
  } = c;
  const { first_k_dense_replace: first = 0, n_routed_experts: experts = 64 } = c;
  const { moe_intermediate_size: f = 1407, n_shared_experts = defaults.n_shared_experts } = c;
  const queries = n * (plainSize + rotary);
  const own = {
    query: q === null ? h * queries : h * q + q + q * queries,
    keysAndValues: h * (r + rotary) + r + r * n * (plainSize + v),
    output: n * v * h,
  };
  const mixture = experts * gated(h, f) + experts * h + gated(h, n_shared_experts * f);
  const block = (layer: number): number =>
    own.query +
    own.keysAndValues +
    own.output +
    (layer < first ? gated(h, c.intermediate_size) : mixture) +
    2 * h;
  return outside(c, false) + each(c.num_hidden_layers, block) + h;
};

/**
 * The parameters of a model by its config, for every family: written down from the modules of the
 * transformers library, or of the publisher where that has none, without any code of this project.
 * Buffers, as the corrections of DeepSeek-V3's experts, are none.
 */
export const FORMULAS: Readonly<Record<string, (c: Keys) => number>> = {
  // W_pack and o_proj, without biases.
  baichuan: (c) => plain(c),
  // One norm for each block, whose sub-modules are parallel; norms have a scale alone.
  cohere: (c) => {
    const [query, key] = widths(c);
    const { attention_bias: bias = false } = c;
    const norms = c.use_qk_norm === true ? query + key : 0;
    const h = c.hidden_size;
    const own = attention(c, { queries: bias, output: bias }) + norms;
    return model(c, true, own + gated(h, c.intermediate_size) + h);
  },
  cohere2: (c) => {
    const { attention_bias: bias = false, hidden_size: h } = c;
    const own = attention(c, { queries: bias, output: bias });
    return model(c, true, own + gated(h, c.intermediate_size) + h);
  },
  deepseek_v2: (c) => latent(c, { n_shared_experts: 2 }),
  deepseek_v3: (c) => latent(c, { n_shared_experts: 1 }),
  exaone: (c) => plain(c, true),
  // Four norms for each block.
  gemma2: (c) => plain({ head_dim: 256, ...c }, true) + c.num_hidden_layers * 2 * c.hidden_size,
  gemma3_text: (c) =>
    plain({ head_dim: 256, ...c }, true) +
    c.num_hidden_layers * (2 * c.hidden_size + 2 * (c.head_dim ?? 256)),
  // The output has no bias.
  glm: (c) => {
    const own = { head_dim: 128, ...c };
    const { attention_bias: queries = true, hidden_size: h } = own;
    return model(own, false, attention(own, { queries }) + gated(h, c.intermediate_size) + 2 * h);
  },
  glm4: (c) => {
    const own = { head_dim: 128, ...c };
    const { attention_bias: queries = true, hidden_size: h } = own;
    return model(own, false, attention(own, { queries }) + gated(h, c.intermediate_size) + 4 * h);
  },
  // A sink for each head; biases everywhere, in the router and in every expert too.
  gpt_oss: (c) => {
    const own = { head_dim: 64, ...c };
    const { hidden_size: h, intermediate_size: f, num_local_experts: n = 128 } = own;
    const { attention_bias: bias = true } = own;
    const mixture = h * n + n + n * gated(h, f, true);
    const sinks = c.num_attention_heads;
    const block = attention(own, { queries: bias, output: bias }) + sinks + mixture + 2 * h;
    return model(own, false, block);
  },
  granite: (c) => plain(c),
  granitemoe: (c) => {
    const { attention_bias: bias = false, hidden_size: h, num_local_experts: n = 8 } = c;
    const own = attention(c, { queries: bias, output: bias });
    return model(c, false, own + h * n + n * gated(h, c.intermediate_size) + 2 * h);
  },
  internlm2: (c) => {
    const { bias = true, hidden_size: h } = c;
    const own = attention(c, { queries: bias, output: bias });
    return model(c, false, own + gated(h, c.intermediate_size) + 2 * h);
  },
  // An expert of the same width that every token takes, without a gate.
  llama4_text: (c) => {
    const own = { head_dim: 128, ...c };
    const { hidden_size: h, intermediate_size: f, num_local_experts: n = 16 } = own;
    const { interleave_moe_layer_step: step = 1, intermediate_size_mlp: dense = 16_384 } = own;
    const { attention_bias: bias = false } = own;
    const mixture = h * n + (n + 1) * gated(h, f);
    const block = (layer: number): number =>
      attention(own, { queries: bias, output: bias }) +
      (layer % step === step - 1 ? mixture : gated(h, dense)) +
      2 * h;
    return outside(own, false) + each(c.num_hidden_layers, block) + h;
  },
  ministral: (c) => plain(c),
  ministral3: (c) => plain({ head_dim: 128, ...c }),
  // Norms without any weight.
  olmo: (c) => plain(c) - (2 * c.num_hidden_layers + 1) * c.hidden_size,
  // Queries are normed together, and so are keys.
  olmo2: (c) => plain(c) + c.num_hidden_layers * widths(c).reduce((a, b) => a + b),
  olmoe: (c) => {
    const { attention_bias: bias = false, hidden_size: h, num_experts: n = 64 } = c;
    const [query, key] = widths(c);
    const own = attention(c, { queries: bias, output: bias }) + query + key;
    return model(c, false, own + h * n + n * gated(h, c.intermediate_size) + 2 * h);
  },
  // Gate and up are one matrix, and so are query, key and value.
  phi3: (c) => plain(c),
  qwen2_5_vl: qwen2,
  qwen2_5_vl_text: qwen2,
  qwen2_vl: qwen2,
  qwen2_vl_text: qwen2,
  qwen3_moe: (c) => {
    const { hidden_size: h, num_experts: n = 128, moe_intermediate_size: f = 768 } = c;
    const { decoder_sparse_step: step = 1, mlp_only_layers: dense = [] } = c;
    const { attention_bias: bias = false } = c;
    const size = c.head_dim ?? h / c.num_attention_heads;
    const mixture = h * n + n * gated(h, f);
    const block = (layer: number): number =>
      attention(c, { queries: bias, output: bias }) +
      2 * size +
      (dense.includes(layer) || (layer + 1) % step > 0 ? gated(h, c.intermediate_size) : mixture) +
      2 * h;
    return outside(c, false) + each(c.num_hidden_layers, block) + h;
  },
  qwen3_vl: (c) => qwen3(c),
  qwen3_vl_text: (c) => qwen3(c),
  smollm3: (c) => plain(c, true),
};
