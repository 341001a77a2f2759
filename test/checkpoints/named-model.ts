/**
 * The parameters of model classes of the transformers library, by their names and shapes: written down
 * from the modules in `modeling_*.py` there, one file for each family, and not from what zerolm writes.
 * `{n}` is the number of a block, for each of two; `{e}` that of an expert, for each of three.
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

/** The encoder of models like BERT, after the prefix of a class. */
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
